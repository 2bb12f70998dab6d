"""All settings; each that may differ between installations comes from the environment."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, validate

from project import catalogue, services
from project.logs import logging_settings
from project.secret import kept_secret

django_stubs_ext.monkeypatch()  # forms and admin classes name their models' types

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

EMBEDDED_DATABASE = not env.str("DATABASE_URL", "")
"""Nobody has named a database: this is a first look, on one machine, for who sits at it."""

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", "::1"]
HOST = env.str("HOST", "127.0.0.1")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SECRET_KEY = env.str("SECRET_KEY", "")
MIN_KEY_LENGTH, MIN_KEY_CHARACTERS = 50, 5
TLS = env.bool("TLS", not EMBEDDED_DATABASE)
if EMBEDDED_DATABASE:
    SECRET_KEY = SECRET_KEY or kept_secret(VAR_DIR / "secret_key")
    if not ALLOWED_HOSTS and HOST not in LOCAL_HOSTS:
        raise ImproperlyConfigured(f"With HOST={HOST}, ALLOWED_HOSTS must be set.")
    ALLOWED_HOSTS = ALLOWED_HOSTS or LOCAL_HOSTS
for needed in ("SECRET_KEY", "ALLOWED_HOSTS", "REDIS_URL"):
    if not EMBEDDED_DATABASE and not env.str(needed, ""):
        raise ImproperlyConfigured(f"With DATABASE_URL set, {needed} must be set too.")
if len(SECRET_KEY) < MIN_KEY_LENGTH or len(set(SECRET_KEY)) < MIN_KEY_CHARACTERS:
    raise ImproperlyConfigured(
        f"SECRET_KEY must have {MIN_KEY_LENGTH} random characters or more. "
        'Make one: python -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
if any(host in ("*", ".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's own hosts, not '*'.")

INSTALLED_APPS = [
    "crossdock.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    "django_dramatiq",
    "crossdock.apps.CrossdockConfig",
]

MIDDLEWARE = [
    "crossdock.views.middleware.RequestLogMiddleware",
    "crossdock.views.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "project.static_files.StaticFiles",
    "django.middleware.locale.LocaleMiddleware",  # before what answers with a page of ours
    "crossdock.views.middleware.PrivatePagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "crossdock.live.middleware.LivePollsMiddleware",  # after what every answer needs
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crossdock.views.middleware.UploadLimitMiddleware",
    "crossdock.views.middleware.LoginRequiredMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",  # reads the body, so only after the login
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "project.urls"
WSGI_APPLICATION = "project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL", services.database_url(VAR_DIR), conn_max_age=600),
        "CONN_HEALTH_CHECKS": True,
    }
}
PATIENCE = {  # with a database machine that vanishes without a word; a unix socket needs none
    "connect_timeout": 5,  # seconds
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}
if env.str("REPLICA_URL", ""):
    DATABASES["replica"] = DATABASES["default"] | env.dj_db_url("REPLICA_URL", conn_max_age=600)
for database in DATABASES.values():
    database["OPTIONS"] = PATIENCE | database.get("OPTIONS", {})
REDIS_URL = env.str("REDIS_URL", "") or services.redis_url(VAR_DIR)

SESSION_ENGINE = "crossdock.live.sessions"

DRAMATIQ_BROKER = {
    "BROKER": "crossdock.workers.broker.Broker",
    "OPTIONS": {"url": REDIS_URL},
    "MIDDLEWARE": [
        "dramatiq.middleware.TimeLimit",
        "dramatiq.middleware.ShutdownNotifications",
        "dramatiq.middleware.Callbacks",
        "django_dramatiq.middleware.DbConnectionsMiddleware",
    ],
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "crossdock:task_list"
LOGOUT_REDIRECT_URL = "login"

# By user name and address together, so that nobody can lock a colleague out from elsewhere. It is
# counted in PostgreSQL, which a login needs anyway: Redis may be away.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "crossdock.views.accounts.client_address"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "crossdock.views.accounts.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = env.str("LANGUAGE_CODE", "en")  # of commands, and of who has none of his own
LANGUAGES = [("en", "English"), ("ru", "Русский")]
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [catalogue.compile_catalogues(VAR_DIR / "locale")]
FORMAT_MODULE_PATH = "project.formats"
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
TIME_ZONE = env.str("TIME_ZONE", "Europe/Moscow")
CURRENCIES = env.list("CURRENCIES", ["RUB"])
USE_I18N = True
USE_TZ = True

SITE_URL = env.str("SITE_URL", "").rstrip("/")
"""How the site's address begins, for links in e-mails."""
if not SITE_URL and ALLOWED_HOSTS == LOCAL_HOSTS:
    SITE_URL = f"http://localhost:{env.int('PORT', 8000)}"
elif not SITE_URL:
    SITE_URL = f"{'https' if TLS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.')}"

EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mails"  # where they go while there is no mail server
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or f"crossdock@{urlsplit(SITE_URL).hostname}"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGE_URL = env.str("STORAGE_URL", "")
STORAGES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "crossdock.storage.objects.ObjectStorage", "OPTIONS": {"url": STORAGE_URL}}
        if STORAGE_URL
        else {"BACKEND": "crossdock.storage.folder.Folder"}
    ),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "files")
MEDIA_URL = "files-are-served-by-views-only/"
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "uploads"  # where a finished upload is moved, not copied
for folder in (FILE_UPLOAD_TEMP_DIR, STATIC_ROOT, EMAIL_FILE_PATH):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o600
FILES_KEPT_DAYS = env.int("FILES_KEPT_DAYS", 90)
OFFERS_KEPT_DAYS = env.int("OFFERS_KEPT_DAYS", 30)
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", 100)
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # price lists at once

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "crossdock.views.errors.csrf_failure"
if TLS:
    if TRUSTED_PROXIES:  # else whoever reaches the port could say that his request came by TLS
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics/$"]  # what stands beside asks without TLS
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 30 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

LOGGING = logging_settings(
    env.str("LOG_FORMAT", "plain", validate=validate.OneOf(["plain", "json"])),
    env.str("LOG_LEVEL", "INFO"),
)
