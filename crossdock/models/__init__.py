from crossdock.models.base import BaseModel
from crossdock.models.baskets import Basket, PurchasingRule, RuleSet
from crossdock.models.brand_affixes import BrandAffix
from crossdock.models.brand_comparisons import BrandComparison, BrandSuggestion
from crossdock.models.brand_decisions import BrandDecision
from crossdock.models.comments import TaskComment
from crossdock.models.filled_files import FilledFile
from crossdock.models.imports import PriceListImport
from crossdock.models.layouts import RememberedLayout
from crossdock.models.missed_lines import MissedLine
from crossdock.models.negotiation_sheets import NegotiationSheet
from crossdock.models.notices import Notice, TaskVisit
from crossdock.models.offers import Offer, OfferChange, PriceList
from crossdock.models.orders import Order
from crossdock.models.preferences import Preferences
from crossdock.models.refreshes import OffersRefresh
from crossdock.models.suppliers import BrandAlias, Supplier, SupplierGroup
from crossdock.models.tasks import CrossDockTask

__all__ = [
    "BaseModel",
    "Basket",
    "BrandAffix",
    "BrandAlias",
    "BrandComparison",
    "BrandDecision",
    "BrandSuggestion",
    "CrossDockTask",
    "FilledFile",
    "MissedLine",
    "NegotiationSheet",
    "Notice",
    "Offer",
    "OfferChange",
    "OffersRefresh",
    "Order",
    "Preferences",
    "PriceList",
    "PriceListImport",
    "PurchasingRule",
    "RememberedLayout",
    "RuleSet",
    "Supplier",
    "SupplierGroup",
    "TaskComment",
    "TaskVisit",
]
