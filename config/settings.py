"""One file, read top to bottom. Production is the same file with other variables (.env.example)."""

from pathlib import Path

from csp.constants import NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

# ---- the variables
HUIYIN_DATA_DIR = Path(env.text("HUIYIN_DATA_DIR", str(BASE_DIR / "var"))).resolve()
HUIYIN_DEMO = env.flag("HUIYIN_DEMO")
HUIYIN_DEMO_YEAR = env.text("HUIYIN_DEMO_YEAR", "1") == "1"
HUIYIN_FIELD_KEYS = env.secret("HUIYIN_FIELD_KEYS")
HUIYIN_CIPHER = env.text("HUIYIN_CIPHER", "aes")  # or sm4
HUIYIN_HELP_PHONE = env.text("HUIYIN_HELP_PHONE", "023-6200 0110")
HUIYIN_SOURCE_URL = env.text("HUIYIN_SOURCE_URL")
HUIYIN_JOURNAL_HEADS = Path(
    env.text("HUIYIN_JOURNAL_HEADS", str(HUIYIN_DATA_DIR / "journal-heads.log"))
)
HUIYIN_BACKUP_KEY = env.secret("HUIYIN_BACKUP_KEY")
HUIYIN_BACKUP_TO = env.text("HUIYIN_BACKUP_TO")
HUIYIN_BACKUP_KEYS_DIR = env.text("HUIYIN_BACKUP_KEYS_DIR")
HUIYIN_BACKUP_KEYS_WEEKS = env.number("HUIYIN_BACKUP_KEYS_WEEKS", 4)
HUIYIN_PUBLIC_URL = env.text(
    "HUIYIN_PUBLIC_URL", f"http://127.0.0.1:{env.number('HUIYIN_PORT', 8000)}"
)
SECRET_KEY = env.kept_secret("HUIYIN_SECRET_KEY", HUIYIN_DATA_DIR)
DEBUG = False
HTTPS = env.flag("HUIYIN_HTTPS")
ALLOWED_HOSTS = env.text("HUIYIN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [u for u in env.text("HUIYIN_ORIGINS").split(",") if u]

# ---- the house
ROOMS = [
    "core", "ui", "audit", "places", "access", "notices", "residents", "loops", "contracts",
    "records", "cases", "rights", "referrals", "insight", "portal", "api", "demo",
]  # fmt: skip
INSTALLED_APPS = [
    *[f"huiyin.{room}" for room in ROOMS],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the widgets' own templates, which our renderer falls back to
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "template_partials",
    "django_linear_migrations",
]
MIDDLEWARE = [
    "huiyin.core.middleware.Answers",  # outermost, so that a refusal further in carries the headers too
    "csp.middleware.CSPMiddleware",  # above WhiteNoise, else static files carry no CSP
    "huiyin.core.middleware.District",  # before anything may ask the database
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huiyin.access.middleware.Posts",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "huiyin.audit.middleware.Denials",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "huiyin.ui.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "huiyin.ui.templatetags.hy",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.ui.context.frame",
            ],
        },
    }
]

# ---- data
DATABASES = {"default": env.database(HUIYIN_DATA_DIR)}
HUIYIN_SCHEMA = env.text("HUIYIN_SCHEMA")  # the district this process works in
HUIYIN_DISTRICTS = env.districts("HUIYIN_DISTRICTS")  # or, of several, the one each host stands for
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",  # counters shared by all processes
        "LOCATION": "cache",
    }
}

# ---- sign-in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huiyin.access.adapter.Closed"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in"
ACCOUNT_RATE_LIMITS = False  # django-axes is the one counter
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser, the session by our own clock
ACCOUNT_FORMS = {
    "login": "huiyin.access.forms.SignIn",
    "reauthenticate": "huiyin.access.forms.Confirm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "huiyin.access.adapter.Factors"
MFA_TOTP_ISSUER = "回音"
MFA_RECOVERY_CODE_COUNT = 8
MFA_FORMS = {
    "authenticate": "huiyin.access.forms.Code",
    "reauthenticate": "huiyin.access.forms.ConfirmByCode",
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "huiyin.access.views.locked"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # fifteen minutes are fifteen minutes
AXES_DISABLE_ACCESS_LOG = True  # the journal has it
AXES_VERBOSE = False
# a street office is one address: its colleagues must not be locked out by one who mistypes
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600  # absolute: one long working day
SESSION_IDLE_SECONDS = env.number("HUIYIN_IDLE_SECONDS", 30 * 60)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"

# ---- headers
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# ---- language, static files, logs
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HUIYIN_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "frontend" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"huiyin": {"level": "INFO"}},
}
