"""How every process logs: lines for people, or JSON for a log store.

Both say what a line is about, as it was bound with structlog's context variables: the request and
its user in the web, the task, its attempt and claim in a worker.
"""

import logging
import os
import socket
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

HOST = socket.gethostname()


def logging_settings(form: str, level: str) -> dict[str, Any]:
    """Python's logging configuration; `form` is "plain" or "json"."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {
                "format": "%(asctime)s %(levelname)s %(name)s: %(message)s%(context)s",
            },
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [
                    structlog.contextvars.merge_contextvars,
                    structlog.stdlib.add_logger_name,
                    structlog.stdlib.add_log_level,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    structlog.processors.format_exc_info,
                    _add_process,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            },
        },
        "filters": {
            "context": {"()": "django.utils.log.CallbackFilter", "callback": _add_context},
            "published": {  # what actors return is published by our middleware, not by Dramatiq's
                "()": "django.utils.log.CallbackFilter",
                "callback": lambda record: "returned a value" not in str(record.msg),
            },
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": form,
                "filters": ["context"],
            },
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "dramatiq.worker.WorkerThread": {"filters": ["published"]},
            "axes": {"level": "WARNING"},
        },
    }


def _add_context(record: logging.LogRecord) -> bool:
    pairs = sorted(structlog.contextvars.get_contextvars().items())
    record.context = "".join(f" {name}={value}" for name, value in pairs)
    return True


def _add_process(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {**event, "host": HOST, "process": os.getpid()}
