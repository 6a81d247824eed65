"""Arrays on their way to the page: Plotly's typed-array form, plus half floats (`kit/codec.js`)."""

import base64

import numpy as np

DTYPES = {"f2": "<f2", "f4": "<f4", "f8": "<f8", "u1": "|u1", "u2": "<u2", "i4": "<i4"}


def pack(array, dtype: str = "f4") -> dict[str, str]:
    """`array` as {bdata, dtype, shape}, base64 of little-endian numbers; KeyError for a bad dtype.

    Plotly reads this form wherever it takes an array, except for "f2", which only the kit reads.
    """
    array = np.ascontiguousarray(array, dtype=DTYPES[dtype])
    return {
        "bdata": base64.b64encode(array.tobytes()).decode("ascii"),
        "dtype": dtype,
        "shape": ",".join(map(str, array.shape)),
    }
