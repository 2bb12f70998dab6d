"""The suppliers' side as its pages show it: what is listed, and what a deletion takes along."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db.models import Count, Model, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crossdock.brands.by_hand import change_alias, delete_alias, make_alias
from crossdock.forms.suppliers import AliasForm, GroupForm, SupplierForm
from crossdock.models import BrandAlias, Supplier, SupplierGroup
from crossdock.models.lifecycle import ACTIVE
from crossdock.parts.keys import brand_key


def _save(form: forms.ModelForm[Any], _user: User) -> None:
    form.save()


def _save_alias(form: forms.ModelForm[Any], user: User) -> None:
    alias = form.instance
    change_alias(alias, user) if alias.pk else make_alias(alias, user)


def _remove(row: Supplier | SupplierGroup, _user: User) -> None:
    row.remove()


@dataclass(frozen=True)
class Section:
    """One kind of what staff keep. `name` begins the names of its addresses and templates."""

    name: str
    title: str | Promise
    new: str | Promise
    form: type[forms.ModelForm[Any]]
    rows: Callable[[str], QuerySet[Any]]
    losses: Callable[[Any], Iterator[str]]
    save: Callable[[forms.ModelForm[Any], User], None] = _save
    remove: Callable[[Any, User], object] = _remove

    @property
    def model(self) -> type[Model]:
        """What its rows are."""
        model: type[Model] = self.form._meta.model
        return model


def _suppliers(query: str) -> QuerySet[Supplier]:
    matching = Q(name__icontains=query) | Q(code__icontains=query)
    return Supplier.objects.filter(matching).prefetch_related("groups")


def _groups(query: str) -> QuerySet[SupplierGroup]:
    groups = SupplierGroup.objects.filter(name__icontains=query).order_by("name")
    return groups.annotate(
        in_all=Count("suppliers"),
        enabled=Count("suppliers", filter=Q(suppliers__enabled=True)),
    )


def _aliases(query: str) -> QuerySet[BrandAlias]:
    key = brand_key(query)
    if not key:
        return BrandAlias.objects.all()
    return BrandAlias.objects.filter(Q(alias_key__contains=key) | Q(brand_key__contains=key))


def _supplier_losses(supplier: Supplier) -> Iterator[str]:
    lists = supplier.price_lists.aggregate(
        lists=Count("pk"), offers=Sum("rows_taken", filter=Q(pruned_at=None), default=0)
    )
    yield _count(
        ngettext("%(number)s offer", "%(number)s offers", lists["offers"]), lists["offers"]
    )
    yield _count(
        ngettext("%(number)s price list", "%(number)s price lists", lists["lists"]), lists["lists"]
    )
    uploads = supplier.imports.count()
    yield _count(
        ngettext("%(number)s upload with its file", "%(number)s uploads with their files", uploads),
        uploads,
    )
    groups = list(supplier.groups.all())
    if groups:
        yield _("its place in: %s") % ", ".join(group.name for group in groups)
    under_way = _tasks_under_way(supplier)
    if under_way:
        yield _count(
            ngettext(
                "its offers in %(number)s task that is under way",
                "its offers in %(number)s tasks that are under way",
                under_way,
            ),
            under_way,
        )


def _tasks_under_way(supplier: Supplier) -> int:
    """How many tasks under way may buy from the supplier."""
    groups = SupplierGroup.objects.filter(suppliers=supplier)
    counted = groups.aggregate(tasks=Count("tasks", filter=Q(tasks__status__in=ACTIVE)))
    return int(counted["tasks"])


def _group_losses(group: SupplierGroup) -> Iterator[str]:
    tasks = group.tasks.count()
    yield _count(
        ngettext(
            "%(number)s task that names it, with its result and comments",
            "%(number)s tasks that name it, with their results and comments",
            tasks,
        ),
        tasks,
    )


def _alias_losses(alias: BrandAlias) -> Iterator[str]:
    yield _(
        "lines that say «%(alias)s» find no offers of «%(brand)s» any more, nor the other way"
    ) % {
        "alias": alias.alias,
        "brand": alias.brand,
    }


def _count(text: str, number: int) -> str:
    return text % {"number": f"{number:,}"}


SUPPLIERS = Section(
    "supplier",
    gettext_lazy("Suppliers"),
    gettext_lazy("New supplier"),
    SupplierForm,
    _suppliers,
    _supplier_losses,
)
GROUPS = Section(
    "group",
    gettext_lazy("Supplier groups"),
    gettext_lazy("New group"),
    GroupForm,
    _groups,
    _group_losses,
)
ALIASES = Section(
    "alias",
    gettext_lazy("Brand aliases"),
    gettext_lazy("New alias"),
    AliasForm,
    _aliases,
    _alias_losses,
    _save_alias,
    delete_alias,
)
SECTIONS = (SUPPLIERS, GROUPS, ALIASES)
