"""Settings, read from the environment; `goldthread up` and `goldthread demo` set them for a laptop."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from goldthread import log_lines
from goldthread.client_address import read_proxies
from goldthread.council.database import tenant


class Environment(BaseSettings):
    """What a council sets; each is the name in capitals with GOLDTHREAD_ before it."""

    model_config = SettingsConfigDict(env_prefix="GOLDTHREAD_", extra="ignore")

    database_url: str = Field(validation_alias="DATABASE_URL")
    database_owner_url: str = Field("", validation_alias="DATABASE_OWNER_URL")
    secret_key: str = Field(min_length=32)
    debug: bool = False
    demo: bool = False
    hosts: str = "127.0.0.1,localhost"
    bind: str = "127.0.0.1:8000"
    behind_https: bool = False
    proxies: str = ""
    log_format: str = "text"
    home: str = ""
    oidc_name: str = ""
    oidc_server: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_tenants: str = ""
    smtp_host: str = ""
    smtp_password: str = ""
    mail_folder: str = ""
    pool_size: int = 10
    privacy: str = "goldthread.feedback.redaction.detector.find"
    privacy_recogniser: str = ""
    import_helpers: int | None = Field(None, ge=0, le=16)


try:
    environment = Environment()
except ValidationError as error:
    names = [str(fault["loc"][0]) for fault in error.errors()]
    missing = ", ".join(name if name.isupper() else f"GOLDTHREAD_{name.upper()}" for name in names)
    raise ImproperlyConfigured(
        f"Not set, or not usable: {missing}. `goldthread up` sets these for one machine; "
        "docs/running.md says what each is for."
    ) from error

if environment.log_format not in log_lines.FORMATS:
    raise ImproperlyConfigured(
        f"GOLDTHREAD_LOG_FORMAT is {environment.log_format!r}. Set it to text or json, or unset it."
    )
try:
    # Whose X-Forwarded-For, X-Forwarded-Proto and X-Request-ID are believed (council/request_origin.py).
    PROXIES = read_proxies(environment.proxies)
except ValueError as error:
    raise ImproperlyConfigured(f"GOLDTHREAD_PROXIES cannot be read: {error}") from error

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
if environment.demo and environment.bind.rsplit(":", 1)[0] not in LOOPBACK:
    raise ImproperlyConfigured(
        "The demo lets anyone sign in as anyone, so it serves this machine only (GOLDTHREAD_BIND)."
    )

_provider = {
    "GOLDTHREAD_OIDC_SERVER": environment.oidc_server,
    "GOLDTHREAD_OIDC_CLIENT": environment.oidc_client,
    "GOLDTHREAD_OIDC_SECRET": environment.oidc_secret,
}
if any(_provider.values()) and not all(_provider.values()):
    raise ImproperlyConfigured(
        f"Sign-in through the council's identity provider is set up by half. Set, or unset all: "
        f"{', '.join(name for name, value in _provider.items() if not value)}."
    )
if environment.oidc_server and not environment.oidc_server.startswith("https://"):
    raise ImproperlyConfigured(
        "The council's identity provider must be asked over https:// (GOLDTHREAD_OIDC_SERVER)."
    )
OIDC_TENANTS = [tenant.strip().lower() for tenant in environment.oidc_tenants.split(",") if tenant.strip()]
_ANY_TENANT = ("common", "organizations", "consumers")
if not OIDC_TENANTS and set(urlsplit(environment.oidc_server).path.lower().split("/")) & {*_ANY_TENANT}:
    raise ImproperlyConfigured(
        "That address of Entra ID lets in people of every organisation. Put your own tenant's ID into "
        "GOLDTHREAD_OIDC_SERVER instead of the word, or list the tenants that may sign in (GOLDTHREAD_OIDC_TENANTS)."
    )


def database(url: str, **options: object) -> dict[str, object]:
    """Return Django's settings for a PostgreSQL address such as postgresql://user@host/name?sslmode=require."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// (PostgreSQL 15 to 18).")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": {**query, **options},
        # The owner and the runtime role share one database; tests make it themselves.
        "TEST": {"MIRROR": None},
    }


def origin(url: str) -> str:
    """Return the scheme and host of an address, without its path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


BASE_DIR = Path(__file__).resolve().parent
SECRET_KEY = environment.secret_key
DEBUG = environment.debug
DEMO = environment.demo
ALLOWED_HOSTS = [host.strip() for host in environment.hosts.split(",") if host.strip()]

DATABASES = {
    # What serves pages and runs jobs: a role that row-level security holds.
    "default": database(
        environment.database_url,
        **(
            {"pool": {"min_size": 1, "max_size": environment.pool_size, "timeout": 5}}
            if environment.pool_size
            else {}
        ),
    ),
}
if environment.database_owner_url:
    # What migrates and backs up: the owner of the tables, never used to serve a page.
    DATABASES["owner"] = database(environment.database_owner_url)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "goldthread",
]

MIDDLEWARE = [
    "goldthread.council.request_origin.request_origin",
    "goldthread.council.health.health_checks",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "goldthread.council.middleware.never_stored",
    "goldthread.council.middleware.no_control_characters",
    "goldthread.council.middleware.one_transaction",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "goldthread.council.middleware.session_end",
    "goldthread.council.middleware.current_person",
    "goldthread.council.drafts.middleware.drafts",
    "goldthread.council.sent_forms.save_once",
]

ROOT_URLCONF = "goldthread.urls"
WSGI_APPLICATION = "goldthread.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(folder) for folder in BASE_DIR.glob("*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "goldthread.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "goldthread.council.context.everywhere",
            ],
        },
    },
    # Some of the sign-in library's own templates (e-mails) are Django's.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
WHITENOISE_USE_FINDERS = True
# What browsers ask for at the root of a site, whatever its pages say: the icon.
WHITENOISE_ROOT = BASE_DIR / "web" / "root"
WHITENOISE_AUTOREFRESH = DEBUG

# Sign-in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "goldthread.Account"
AUTHENTICATION_BACKENDS = ["goldthread.council.people.passwords_off.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "goldthread.council.people.passwords.LongestPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "goldthread.council.people.passwords.GuessablePasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # the link by which somebody chooses their first password
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_ADAPTER = "goldthread.council.people.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "goldthread.council.people.sign_in.ProviderAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; without a password here the library would sign in by codes sent by e-mail instead.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # the browser forgets when it is closed: desks are shared
# Wrong passwords slow down the account they are for. The library counts nothing by address: a whole council stands
# behind one, and one forgotten password must not lock it out. Many different accounts tried from one are slowed by
# council/people/address_limit.py.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "signup": None,
    "reset_password": None,
    "reset_password_from_key": None,
    "request_login_code": None,
    "verify_phone": None,
}
OIDC_NAME = (environment.oidc_name or "your council account") if environment.oidc_server else ""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": (
            [
                {
                    "provider_id": "council",
                    "name": OIDC_NAME,
                    "client_id": environment.oidc_client,
                    "secret": environment.oidc_secret,
                    "settings": {"server_url": environment.oidc_server},
                }
            ]
            if environment.oidc_server
            else []
        ),
    }
}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = (
    ""  # the address to give the provider is /oidc/council/login/callback/
)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_AUTO_SIGNUP = False
MFA_ADAPTER = "goldthread.council.people.code_secrets.CodesAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
_FORMS = "goldthread.council.people.forms"
ACCOUNT_FORMS = {"login": f"{_FORMS}.SignInForm", "reauthenticate": f"{_FORMS}.ConfirmPasswordForm"}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.ConfirmCodeForm",
    "activate_totp": f"{_FORMS}.ActivateCodesForm",
}
MFA_TOTP_ISSUER = "Goldthread"
# A phone's clock may be half a minute late or early; none of its codes is taken twice (people/one_time_codes.py).
MFA_TOTP_TOLERANCE = 1

SESSION_ENGINE = "goldthread.council.people.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a long working day, however busy
SESSION_IDLE_SECONDS = 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goldthread.web.errors.form_not_ours"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = environment.behind_https
if environment.behind_https:
    # No other host of the council's domain can set a cookie of this name (RFC 6265bis, 4.1.3.2).
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    # Set for each request by council/request_origin.py, from what a named proxy says and nobody else.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        # Signing in with the council's provider is a form that leads there.
        "form-action": [SELF] + ([origin(environment.oidc_server)] if environment.oidc_server else []),
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The password for this mail server, and no other that a council names (council/notifications/email_settings.py).
SMTP_HOST = environment.smtp_host
SMTP_PASSWORD = environment.smtp_password
# Within it a folder for each council, by its short name, whose .eml and .msg files are read (mailbox/polling.py).
MAIL_FOLDER = environment.mail_folder
PRIVACY_FINDER = environment.privacy
# A further recogniser of personal data, such as a language model on the council's own machine: off unless it is named.
PRIVACY_RECOGNISER = environment.privacy_recogniser
# Processes that prepare the rows of a large import beside the worker; None: as many as the machine is good for.
IMPORT_HELPERS = environment.import_helpers

# In the database, so that every process of the web server counts the same wrong passwords, and trying
# many accounts does not push the counts of one out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "goldthread_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"worker_middleware": [log_lines.name_job, tenant.mark_what_jobs_write]}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["account.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "goldthread.log_lines.LineFormatter", "form": environment.log_format}},
    "filters": {"one line": {"()": "goldthread.web.errors.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one line"]}},
    "loggers": {"goldthread.sign_in": {"level": "INFO"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
