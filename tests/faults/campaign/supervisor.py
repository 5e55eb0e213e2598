"""Keeps every post manned, as an init system does, and kills whoever mans it at random moments."""

import multiprocessing
import threading
import time
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from random import Random

from tests.faults.campaign.children import Post, man

RESPAWN_SECONDS = 0.1


def prepared_context() -> ForkServerContext:
    """Processes that have imported everything before they are born, so that a restart is quick."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.campaign.children"])
    return context


class Supervisor:
    """Mans posts, and counts those who were killed and those who died by themselves."""

    def __init__(self, context: ForkServerContext, posts: Sequence[Post]) -> None:
        self._context = context
        self._posts = {post.name: post for post in posts}
        self._manning: dict[str, BaseProcess] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_manned, name="supervisor", daemon=True)
        self.kills = 0
        self.deaths = 0

    def start(self) -> None:
        """Man every post, and keep it so."""
        with self._lock:
            for name in self._posts:
                self._man(name)
        self._thread.start()

    def stop(self) -> None:
        """Nobody is manned any more."""
        self._stopping.set()
        self._thread.join()
        for process in self._manning.values():
            process.kill()
            process.join()

    def kill_one(self, random: Random) -> str:
        """``kill -9`` of somebody who is alive; returns which post."""
        while not self._stopping.is_set():
            with self._lock:
                alive = [name for name, process in self._manning.items() if process.is_alive()]
                if alive:
                    name = random.choice(alive)
                    process = self._manning[name]
                    process.kill()
                    process.join()
                    self.kills += 1
                    self._man(name)
                    return name
            time.sleep(RESPAWN_SECONDS)
        return ""

    def _keep_manned(self) -> None:
        while not self._stopping.wait(RESPAWN_SECONDS):
            with self._lock:
                for name, process in list(self._manning.items()):
                    if not process.is_alive():
                        process.join()
                        self.deaths += 1
                        self._man(name)

    def _man(self, name: str) -> None:
        process: BaseProcess = self._context.Process(
            target=man, args=(self._posts[name],), name=name, daemon=True
        )
        process.start()
        self._manning[name] = process
