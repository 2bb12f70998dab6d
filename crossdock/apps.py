import dramatiq
from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.db.backends.signals import connection_created


class CrossdockConfig(AppConfig):
    name = "crossdock"
    verbose_name = "Crossdock"

    def ready(self) -> None:
        """Add what needs the models to the broker, which is made before they are loaded."""
        from crossdock.models.new_connections import introduce
        from crossdock.workers.middleware import LifeCycleMiddleware

        dramatiq.get_broker().add_middleware(LifeCycleMiddleware())
        connection_created.connect(introduce)
        from crossdock import tasks  # noqa: F401  # so that models find their actors by name


class AdminConfig(DjangoAdminConfig):
    default_site = "crossdock.views.admin_site.AdminSite"
