"""What follows when somebody says that two brands are one, or are not."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from crossdock.errors import UserError
from crossdock.models import BrandAlias, BrandComparison, BrandDecision, BrandSuggestion
from crossdock.offers.brands import BrandSpellings
from crossdock.parts.keys import brand_key
from crossdock.texts import Text as _

Answer = BrandDecision.Answer


def decide(suggestion: BrandSuggestion, answer: Answer, user: User) -> BrandDecision:
    """Keep somebody's answer; Yes makes the alias, which is effective at once.

    Raises UserError where the two are one already, were decided, or where a Yes would make one of
    brands that were told apart; then nothing is changed.
    """
    decision = BrandDecision(
        answer=answer,
        user=user,
        key_1=suggestion.key_1,
        key_2=suggestion.key_2,
        name_1=suggestion.name_1,
        name_2=suggestion.name_2,
        lines=suggestion.lines,
    )
    try:
        with transaction.atomic():
            if answer in (Answer.YES, Answer.NO):
                check(decision)
            if answer == Answer.YES:
                decision.alias = _alias(suggestion)
                decision.change = str(decision.alias)
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise UserError(_("Somebody has decided about these brands meanwhile.")) from error
    return decision


def undo(decision: BrandDecision, user: User) -> None:
    """Take a decision back, with the alias that it made; those that it took away return.

    Raises UserError where it was taken back already, or where the alias was changed since: then it
    is somebody else's work. Likewise where an alias that would return means something else by now.
    """
    with transaction.atomic():
        row = BrandDecision.standing().select_for_update(of=("self",)).select_related("alias")
        standing = row.filter(pk=decision.pk).first()
        if standing is None:
            raise UserError(_("This decision has been undone already."))
        if standing.alias and str(standing.alias) != standing.change:
            raise UserError(
                _("The alias was changed since: «%s». Change or delete it under Brand aliases.")
                % str(standing.alias)
            )
        BrandDecision.objects.filter(pk=decision.pk).update(undone_at=Now(), undone_by=user)
        if standing.alias:
            standing.alias.delete()
        for alias, brand in standing.taken:
            _bring_back(BrandAlias(alias=alias, brand=brand))
        transaction.on_commit(BrandComparison.request)


def _bring_back(alias: BrandAlias) -> None:
    try:
        alias.full_clean()
    except ValidationError as error:
        raise UserError(
            _("«%s» means another brand by now. Change or delete that alias first.") % alias.alias
        ) from error
    alias.save()


def check(decision: BrandDecision) -> None:
    """Raise UserError where the answer contradicts what was decided before."""
    spellings = BrandSpellings.load()
    sides = [set(spellings.of(key)) for key in (decision.key_1, decision.key_2)]
    if sides[0] & sides[1]:
        raise UserError(_("These two are one brand already."))
    told_apart = BrandDecision.standing().filter(answer=Answer.NO).select_related("user")
    for decided in told_apart if decision.answer == Answer.YES else ():
        keys = {decided.key_1, decided.key_2}
        if all(keys & side for side in sides):
            names = {"name_1": decided.name_1, "name_2": decided.name_2, "user": str(decided.user)}
            raise UserError(
                _(
                    "%(user)s has said that %(name_1)s and %(name_2)s are different brands, and "
                    "they would be one then. Undo that decision first."
                )
                % names
            )


def _alias(suggestion: BrandSuggestion) -> BrandAlias:
    """The alias that makes the two one: the name that fewer suppliers use means the other.

    A name means one brand only. Where the first means one already, that one means the second.
    """
    names = [suggestion.name_1, suggestion.name_2]
    if suggestion.suppliers_1 > suggestion.suppliers_2:
        names.reverse()
    name, brand = names
    meant = {alias.alias_key: alias.brand for alias in BrandAlias.objects.all()}
    while (key := brand_key(name)) in meant:
        name = meant.pop(key)
    alias = BrandAlias(alias=name, brand=brand)
    try:
        alias.full_clean()
    except ValidationError as error:
        raise UserError(_("This needs an alias that you make yourself.")) from error
    alias.save()
    return alias
