from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, ExpressionWrapper, Model, Q, QuerySet, TextField
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_dramatiq.models import Task

from crossdock.brands.by_hand import change_alias, delete_alias, make_alias
from crossdock.errors import UserError
from crossdock.models import (
    BrandAlias,
    CrossDockTask,
    Offer,
    PriceList,
    Supplier,
    SupplierGroup,
    TaskComment,
)
from crossdock.models.offers import LOOSE_ARTICLE
from crossdock.offers.brands import BrandSpellings
from crossdock.pages.paging import ShallowPaginator
from crossdock.parts.keys import article_key, brand_key

admin.site.unregister(Task)  # nothing is written to it, and it shows tracebacks unescaped


class StaffAdmin(admin.ModelAdmin[Any]):
    """What all staff look after: nobody has to give them permissions one by one."""

    def is_staff(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the user is one of those who alone get into the admin."""
        return request.user.is_staff

    has_module_permission = has_view_permission = is_staff
    has_add_permission = has_change_permission = has_delete_permission = is_staff

    def changeform_view(
        self, request: HttpRequest, *arguments: Any, **options: Any
    ) -> HttpResponse:
        """The form of one. Where its change is refused, the page says why."""
        try:
            return super().changeform_view(request, *arguments, **options)
        except UserError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.path)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The deletion of one. Where it is refused, the page says why."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except UserError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.path)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *arguments: Any, **options: Any
    ) -> HttpResponse | None:
        """What is done to several, all of it or nothing. Where it is refused, the page says why."""
        try:
            with transaction.atomic():
                return super().response_action(request, queryset, *arguments, **options)
        except UserError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect(request.get_full_path())


class ReadOnlyAdmin(StaffAdmin):
    """What is made and changed elsewhere, and only shown and deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class CascadingAdmin(StaffAdmin):
    """What it deletes takes offers along, which are too many to be listed one by one."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Name the objects and say that their offers go too."""
        lines = [_("%s with all its price lists and offers") % owner for owner in objs]
        return lines, {self.opts.verbose_name_plural: len(lines)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Supplier | PriceList) -> None:
        """Delete it. Raises UserError while its supplier's offers are in use."""
        obj.remove()

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Supplier | PriceList]
    ) -> None:
        """Delete several, each like one alone."""
        for owner in queryset:
            owner.remove()


@admin.register(Supplier)
class SupplierAdmin(CascadingAdmin):
    list_display = ("name", "code", "delivery_hours", "enabled")
    list_filter = ("enabled", "groups")
    search_fields = ("name", "code")


@admin.register(SupplierGroup)
class SupplierGroupAdmin(StaffAdmin):
    list_display = ("name", "suppliers_enabled", "suppliers_in_all")
    list_filter = ("suppliers",)
    search_fields = ("name",)
    filter_horizontal = ("suppliers",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupplierGroup]:
        """Count each group's suppliers in the same query."""
        groups: QuerySet[SupplierGroup] = super().get_queryset(request)
        return groups.annotate(
            in_all=Count("suppliers"),
            enabled=Count("suppliers", filter=Q(suppliers__enabled=True)),
        )

    @admin.display(description=_("suppliers enabled"), ordering="enabled")
    def suppliers_enabled(self, group: Any) -> int:
        """How many of its suppliers count."""
        return int(group.enabled)

    @admin.display(description=_("suppliers"), ordering="in_all")
    def suppliers_in_all(self, group: Any) -> int:
        """How many suppliers it has."""
        return int(group.in_all)


@admin.register(BrandAlias)
class BrandAliasAdmin(StaffAdmin):
    """What is done to an alias is a decision about brands, and can be undone among them."""

    list_display = ("alias", "brand", "updated_at")
    list_filter = ("updated_at",)
    search_fields = ("alias", "brand")

    def save_model(
        self, request: HttpRequest, obj: BrandAlias, form: ModelForm[Any], change: bool
    ) -> None:
        """Store it. Raises UserError where that contradicts what was decided."""
        change_alias(obj, _staff(request)) if change else make_alias(obj, _staff(request))

    def delete_model(self, request: HttpRequest, obj: BrandAlias) -> None:
        """Delete it. Raises UserError where the brands would be one all the same."""
        delete_alias(obj, _staff(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[BrandAlias]) -> None:
        """Delete several, each like one alone."""
        for alias in queryset:
            delete_alias(alias, _staff(request))


@admin.register(PriceList)
class PriceListAdmin(CascadingAdmin, ReadOnlyAdmin):
    """Price lists come by imports: their offers would know nothing of what is changed here."""

    list_display = ("supplier", "valid_from", "filename", "rows_taken", "rows_left_out")
    list_filter = ("valid_from", "supplier")
    list_select_related = ("supplier",)
    search_fields = ("filename", "supplier__name", "supplier__code")


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    """Offers come from price lists by the million: found by their index, shown, never edited."""

    list_display = ("brand", "article", "supplier", "price", "quantity", "valid_from")
    list_filter = (("price_list__supplier", admin.RelatedFieldListFilter),)
    list_select_related = ("supplier",)
    ordering = ("-id",)
    paginator = ShallowPaginator
    show_full_result_count = False
    search_fields = ("article_key",)
    search_help_text = _("An article, or a brand and an article: BOSCH 0 986 452 041")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Offer], search_term: str
    ) -> tuple[QuerySet[Offer], bool]:
        """Find an article's offers, or a part's; every place where the brand may end is tried."""
        words = search_term.replace("|", " ").split()
        if not words:
            return queryset, False
        spellings = BrandSpellings.load()
        matches = Q(loose=_loose("".join(words)))
        for end in range(1, len(words)):
            matches |= Q(
                brand_key__in=spellings.of(brand_key(" ".join(words[:end]))),
                loose=_loose("".join(words[end:])),
            )
        loose = ExpressionWrapper(LOOSE_ARTICLE, TextField())
        return queryset.annotate(loose=loose).filter(matches), False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: offers go with their price list, which tells the view of it."""
        return False


@admin.register(CrossDockTask)
class CrossDockTaskAdmin(ReadOnlyAdmin):
    """Tasks are looked at here; they are made and acted on by the pages and the workers alone."""

    list_display = ("filename", "status", "supplier_group", "user", "attempt", "created_at")
    list_filter = ("status", "supplier_group", "created_at")
    list_select_related = ("supplier_group", "user")
    search_fields = ("filename", "=id", "user__username", "error_message")
    fields = (
        *("filename", "supplier_group", "lookback_days", "within_hours", "user"),
        *("status", "attempt", "created_at", "started_at", "finished_at"),
        *("error_message", "lines", "lines_found"),
    )

    def view_on_site(self, task: CrossDockTask) -> str:
        """The address of the task's own page, which has its files too."""
        return reverse("crossdock:task_detail", args=[task.pk])

    def delete_model(self, request: HttpRequest, obj: CrossDockTask) -> None:
        """Delete a task with its files; one that is under way is cancelled first."""
        obj.remove()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CrossDockTask]) -> None:
        """Delete tasks, each like one alone."""
        for task in queryset:
            task.remove()


@admin.register(TaskComment)
class TaskCommentAdmin(ReadOnlyAdmin):
    """Comments are written on the pages, and changed by their authors alone."""

    list_display = ("__str__", "task", "user", "created_at")
    list_filter = ("created_at", ("user", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("task", "user")
    search_fields = ("text", "task__filename", "user__username")


def _staff(request: HttpRequest) -> User:
    """Who asks: nobody without a login gets into the admin."""
    return cast(User, request.user)


def _loose(article: str) -> str:
    """An article as the index has it."""
    return article_key(article).replace("O", "0").lstrip("0")
