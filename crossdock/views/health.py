import redis
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from crossdock.redis_state.client import connected


@require_safe
@never_cache
@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve pages: 200 or 503.

    It can while Redis is away: submissions are kept, and there is just no progress to be seen.
    """
    database = _database_answers()
    return JsonResponse(
        {"database": database, "redis": _redis_answers()}, status=200 if database else 503
    )


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        with connected() as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
