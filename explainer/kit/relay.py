"""Several copies of the app share their halls through Redis: a lecturer and her phones may meet on any of them.

Each copy keeps a `Hall` for the code while somebody here is in it. The lecturer's copy publishes her states;
each copy writes what it counts, and hers adds it up. A hall lives in Redis as long as her copy renews it, so
that nothing is left of a talk that has ended, nor of a copy that broke off.
"""

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import orjson

from explainer.kit import room
from explainer.kit.room import Hall

ADDRESS = "DIFFUSION_LIVE_REDIS"  # in the environment: such as redis://redis:6379
PATIENCE = 5.0  # seconds for an answer of Redis, and for a connection
CONNECTIONS = 16  # through which this copy asks
ALL = "diffusion-live:halls"  # codes by the time at which they end


class Unreachable(Exception):
    """Redis does not answer."""


@asynccontextmanager
async def _asked() -> AsyncIterator[None]:
    from redis.exceptions import RedisError

    try:
        yield
    except (RedisError, OSError, TimeoutError) as problem:
        raise Unreachable(str(problem)) from problem


def _hall(code: str) -> str:
    return f"diffusion-live:hall:{code}"


class Relay:
    """What this copy of the app knows of the halls of all copies, by the Redis at an address.

    ModuleNotFoundError where the library `redis` is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            from redis import asyncio as redis
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                f"{ADDRESS} is set, but its library is missing: pip install redis"
            ) from None
        shared = {"decode_responses": True, "socket_connect_timeout": PATIENCE, "health_check_interval": 10}
        # a room of phones that come at once shares a few connections; each hall listens on one of its own
        few = {"max_connections": CONNECTIONS, "timeout": PATIENCE, "socket_timeout": PATIENCE}
        self.redis = redis.Redis(connection_pool=redis.BlockingConnectionPool.from_url(address, **few, **shared))
        self.channels = redis.from_url(address, **shared)
        self.copy = secrets.token_hex(8)

    async def new(self, hall: Hall, most: int) -> bool | None:
        """Open a hall for all copies. False if its code is taken, None if there are `most` already."""
        async with _asked():
            await self.redis.zremrangebyscore(ALL, 0, time.time())
            if await self.redis.zcard(ALL) >= most:
                return None
            if not await self.redis.hsetnx(_hall(hall.code), "token", hall.token):
                return False
            await self.renew(hall)
            return True

    async def find(self, code: str) -> Hall | None:
        """The hall of a code as a copy that has not met it yet begins with it."""
        async with _asked():
            kept = await self.redis.hgetall(_hall(code))
        if not kept.get("token"):
            return None
        hall = Hall(code, kept["token"])
        hall.show(orjson.loads(kept.get("state", "{}")))
        return hall

    async def renew(self, hall: Hall) -> None:
        """It is led from here: it lives on, also where Redis began anew."""
        async with _asked(), self.redis.pipeline() as steps:
            steps.hset(_hall(hall.code), mapping={"token": hall.token, "state": orjson.dumps(hall.state)})
            steps.pexpire(_hall(hall.code), int(1000 * room.AWAY))
            steps.zadd(ALL, {hall.code: time.time() + room.AWAY})
            await steps.execute()

    async def show(self, hall: Hall) -> None:
        """Tell the other copies the newest state."""
        async with _asked(), self.redis.pipeline() as steps:
            state = orjson.dumps(hall.state)
            steps.hset(_hall(hall.code), "state", state)
            steps.publish(_hall(hall.code), orjson.dumps({"by": self.copy, "state": hall.state}))
            await steps.execute()

    async def take(self, hall: Hall) -> None:
        """It is led from here from now on: a connection to another copy is given up."""
        await self.renew(hall)
        await self._tell(hall, {"led": True})

    async def end(self, hall: Hall) -> None:
        """The talk is over: nothing of it stays."""
        async with _asked(), self.redis.pipeline() as steps:
            steps.delete(_hall(hall.code), _counts(hall))
            steps.zrem(ALL, hall.code)
            steps.publish(_hall(hall.code), orjson.dumps({"by": self.copy, "ended": True}))
            await steps.execute()

    async def followers(self, hall: Hall) -> int:
        """How many follow it, here and elsewhere."""
        return hall.followers + sum(one["followers"] for one in await self._elsewhere(hall))

    async def wrong(self, address: str, within: float) -> None:
        """An address guessed a code that there is not."""
        async with _asked(), self.redis.pipeline() as steps:
            steps.incr(_wrong(address))
            steps.expire(_wrong(address), int(within), nx=True)
            await steps.execute()

    async def guessed(self, address: str) -> int:
        """How many wrong codes an address has sent of late."""
        async with _asked():
            return int(await self.redis.get(_wrong(address)) or 0)

    async def keep(self, hall: Hall) -> None:
        """Keep a hall in step with the other copies' until it ends or nobody here is in it.

        Unreachable, in a group, once Redis does not answer.
        """
        async with self.channels.pubsub() as channel:
            async with _asked():
                await channel.subscribe(_hall(hall.code))
            await self._begin(hall)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._beat, hall)
                tasks.start_soon(self._count, hall, tasks.cancel_scope)
                async with _asked():
                    async for message in channel.listen():
                        if message["type"] == "message":
                            await self._heard(hall, orjson.loads(message["data"]))
                        if hall.ended:
                            break
                tasks.cancel_scope.cancel()
            hall.closing = True
            if not hall.ended:
                async with _asked():
                    await self.redis.hdel(_counts(hall), self.copy)
                await self._tell(hall, {"counted": True})

    async def _begin(self, hall: Hall) -> None:
        """Take the state that was published before this copy listened."""
        found = None if hall.led else await self.find(hall.code)
        if found and found.state != hall.state:
            hall.show(found.state)
        hall.others = await self._elsewhere(hall)
        hall.hear()

    async def _heard(self, hall: Hall, message: dict[str, Any]) -> None:
        if message["by"] == self.copy:
            return
        if "state" in message:
            hall.show(message["state"])
        elif "ended" in message:
            hall.end()
        elif "led" in message and hall.led:
            hall.led.cancel()
        elif "counted" in message and hall.led:
            hall.others = await self._elsewhere(hall)
            hall.hear()

    async def _beat(self, hall: Hall) -> None:
        """Renew a hall that is led here; end one that no copy renews."""
        while not hall.ended:
            if hall.led:
                await self.renew(hall)
            elif await self._lives(hall):
                hall.left = time.monotonic()
            else:
                hall.end()
            await self._write(hall)
            await anyio.sleep(room.AWAY / 4)

    async def _lives(self, hall: Hall) -> bool:
        async with _asked():
            return bool(await self.redis.exists(_hall(hall.code)))

    async def _count(self, hall: Hall, scope: anyio.CancelScope) -> None:
        """Write what is counted here whenever it changes, as long as somebody is here."""
        before = None
        while not hall.ended and hall.inside:
            change = hall.change
            if (now := hall.here()) != before:
                before = now
                await self._write(hall)
                await self._tell(hall, {"counted": True})
            await change.wait()
            await anyio.sleep(room.BETWEEN if hall.inside else 0)
        hall.closing = True
        scope.cancel()

    async def _write(self, hall: Hall) -> None:
        async with _asked(), self.redis.pipeline() as steps:
            steps.hset(_counts(hall), self.copy, orjson.dumps({**hall.here(), "at": time.time()}))
            steps.pexpire(_counts(hall), int(1000 * room.AWAY))
            await steps.execute()

    async def _elsewhere(self, hall: Hall) -> list[dict[str, Any]]:
        """What the other copies count; one that broke off counts nothing any more."""
        async with _asked():
            kept = await self.redis.hgetall(_counts(hall))
        found = [orjson.loads(text) for copy, text in kept.items() if copy != self.copy]
        return [one for one in found if one["at"] > time.time() - room.AWAY]

    async def _tell(self, hall: Hall, message: dict[str, Any]) -> None:
        async with _asked():
            await self.redis.publish(_hall(hall.code), orjson.dumps({"by": self.copy, **message}))


def _counts(hall: Hall) -> str:
    return f"{_hall(hall.code)}:counts"


def _wrong(address: str) -> str:
    return f"diffusion-live:wrong:{address}"
