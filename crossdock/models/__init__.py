from crossdock.models.base import BaseModel
from crossdock.models.comments import TaskComment
from crossdock.models.offers import Offer, PriceList
from crossdock.models.suppliers import BrandAlias, Supplier, SupplierGroup
from crossdock.models.tasks import CrossDockTask

__all__ = [
    "BaseModel",
    "BrandAlias",
    "CrossDockTask",
    "Offer",
    "PriceList",
    "Supplier",
    "SupplierGroup",
    "TaskComment",
]
