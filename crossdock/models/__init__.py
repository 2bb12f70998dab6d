from crossdock.models.base import BaseModel
from crossdock.models.comments import TaskComment
from crossdock.models.filled_files import FilledFile
from crossdock.models.imports import PriceListImport
from crossdock.models.layouts import Layout
from crossdock.models.notices import Notice, TaskVisit
from crossdock.models.offers import Offer, OfferChange, PriceList
from crossdock.models.preferences import Preferences
from crossdock.models.refreshes import OffersRefresh
from crossdock.models.suppliers import BrandAlias, Supplier, SupplierGroup
from crossdock.models.tasks import CrossDockTask

__all__ = [
    "BaseModel",
    "BrandAlias",
    "CrossDockTask",
    "FilledFile",
    "Layout",
    "Notice",
    "Offer",
    "OfferChange",
    "OffersRefresh",
    "Preferences",
    "PriceList",
    "PriceListImport",
    "Supplier",
    "SupplierGroup",
    "TaskComment",
    "TaskVisit",
]
