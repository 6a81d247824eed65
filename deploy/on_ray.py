"""The app for Ray Serve: `serve run deploy.on_ray:app`, or `serve run deploy/serve.yaml` for several copies.

Ray's own `GradioServer` sends Gradio 6 no theme, and its page fails; an app that is mounted works.
"""

from fastapi import FastAPI
from ray import serve


def page() -> FastAPI:
    """The app at the root of a FastAPI app; each copy builds its own."""
    import gradio as gr

    from app import demo

    return gr.mount_gradio_app(FastAPI(), demo, path="/", **demo.served())


@serve.deployment
@serve.ingress(page)
class Served:
    """One copy."""


app = Served.bind()
