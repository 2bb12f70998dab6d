import multiprocessing
import os
import signal
import threading
import time

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created


def _end_with(parent: int) -> None:
    """The server's processes do not notice when their parent is killed, and keep its port."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()

from crossdock.workers import process  # noqa: E402  # it needs the settings
from project import limits  # noqa: E402

process.tune_garbage_collector()
connection_created.connect(limits.limit_queries, weak=False)
server = multiprocessing.parent_process()  # known even if it is dead already
server_pid = server.pid if server and server.pid else os.getppid()
threading.Thread(target=_end_with, args=[server_pid], daemon=True).start()
process.check_storage()
process.say_started("web")
