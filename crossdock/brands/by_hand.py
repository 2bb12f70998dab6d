"""Aliases that people make, change and delete themselves: decisions like any other."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from crossdock.brands.deciding import Answer, check
from crossdock.errors import UserError
from crossdock.models import BrandAlias, BrandComparison, BrandDecision
from crossdock.parts.keys import brand_key
from crossdock.texts import Text as _


def make_alias(alias: BrandAlias, user: User) -> BrandDecision:
    """Store a new alias.

    Raises UserError as `decide` does, ValidationError for what can be no alias.
    """
    alias.full_clean()
    return _decide(Answer.YES, alias, user, makes=alias)


def change_alias(alias: BrandAlias, user: User) -> BrandDecision | None:
    """Store an alias as it was changed, in the place of what it said; None if it says the same.

    Raises what `make_alias` raises.
    """
    alias.full_clean()
    before = BrandAlias.objects.get(pk=alias.pk)
    if str(before) == str(alias):
        return None
    return _decide(Answer.YES, alias, user, makes=alias, takes=before)


def delete_alias(alias: BrandAlias, user: User) -> BrandDecision:
    """Delete an alias: its two are different brands, and nobody is asked about them again.

    Raises UserError where they would be one all the same, by other aliases.
    """
    return _decide(Answer.NO, alias, user, takes=alias)


def tell_apart(name_1: str, name_2: str, user: User) -> BrandDecision:
    """Keep that two names are different brands, whatever the offers say.

    Raises UserError where they are one already, or were told apart; ValidationError for what is no
    brand, or the same name twice.
    """
    pair = BrandAlias(alias=name_1, brand=name_2)
    pair.clean_names()
    return _decide(Answer.NO, pair, user)


def _decide(
    answer: Answer,
    pair: BrandAlias,
    user: User,
    *,
    makes: BrandAlias | None = None,
    takes: BrandAlias | None = None,
) -> BrandDecision:
    (key_1, name_1), (key_2, name_2) = sorted(
        (brand_key(name), name) for name in (pair.alias, pair.brand)
    )
    decision = BrandDecision(
        answer=answer, user=user, key_1=key_1, key_2=key_2, name_1=name_1, name_2=name_2
    )
    try:
        with transaction.atomic():
            if takes:
                decision.taken = [[takes.alias, takes.brand]]
                _take_away(takes, decision)
            check(decision)
            if makes:
                makes.save()
                decision.alias, decision.change = makes, str(makes)
            decision.save(force_insert=True)
            transaction.on_commit(BrandComparison.request)
    except IntegrityError as error:
        raise UserError(_("Somebody has decided about these brands meanwhile.")) from error
    return decision


def _take_away(alias: BrandAlias, decision: BrandDecision) -> None:
    """Delete it; what was decided about it stands no longer."""
    same_pair = Q(key_1=decision.key_1, key_2=decision.key_2, answer=Answer.YES)
    decided = BrandDecision.standing().filter(Q(alias=alias.pk) | same_pair)
    decided.update(undone_at=Now(), undone_by=decision.user)
    BrandAlias.objects.filter(pk=alias.pk).delete()
