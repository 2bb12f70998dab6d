from django.urls import include, path

from crossdock.pages.suppliers import ALIASES, GROUPS, SUPPLIERS
from crossdock.views import (
    actions,
    baskets,
    brands,
    bulk_actions,
    comments,
    files,
    filled,
    first_aliases,
    health,
    lines,
    metrics,
    negotiation,
    notices,
    orders,
    parts,
    price_list_batch,
    price_list_imports,
    price_list_new,
    price_lists,
    suppliers,
    task_columns,
    tasks,
)

app_name = "crossdock"

urlpatterns = [
    path("", tasks.task_list, name="home"),
    path("tasks/", tasks.task_list, name="task_list"),
    path("tasks/rows/", tasks.task_rows, name="task_rows"),
    path("tasks/new/", tasks.task_create, name="task_create"),
    path("tasks/template/", files.task_template, name="task_template"),
    path("tasks/cancel/", bulk_actions.tasks_cancel, name="tasks_cancel"),
    path("tasks/retry/", bulk_actions.tasks_retry, name="tasks_retry"),
    path("tasks/delete/", bulk_actions.tasks_delete, name="tasks_delete"),
    path("tasks/<uuid:pk>/", tasks.task_detail, name="task_detail"),
    path("tasks/<uuid:pk>/status/", tasks.task_status, name="task_status"),
    path("tasks/<uuid:pk>/brands/", brands.task_brands_strip, name="task_brands"),
    path("tasks/<uuid:pk>/lines/", lines.task_lines, name="task_lines"),
    path("tasks/<uuid:pk>/cancel/", actions.task_cancel, name="task_cancel"),
    path("tasks/<uuid:pk>/retry/", actions.task_retry, name="task_retry"),
    path("tasks/<uuid:pk>/columns/", task_columns.task_columns, name="task_columns"),
    path("tasks/<uuid:pk>/again/", tasks.task_again, name="task_again"),
    path("tasks/<uuid:pk>/delete/", actions.task_delete, name="task_delete"),
    path("tasks/<uuid:pk>/result/", files.task_result, name="task_result"),
    path("tasks/<uuid:pk>/result.csv", files.task_result_csv, name="task_result_csv"),
    path("tasks/<uuid:pk>/filled/", filled.task_filled, name="task_filled"),
    path("tasks/<uuid:pk>/filled/cancel/", filled.task_filled_cancel, name="task_filled_cancel"),
    path("tasks/<uuid:pk>/orders/", orders.task_orders, name="task_orders"),
    path("tasks/<uuid:pk>/orders/<int:number>/", orders.order_file, name="order_file"),
    path(
        "tasks/<uuid:pk>/basket/",
        include(
            [
                path("", baskets.task_basket, name="task_basket"),
                path("status/", baskets.task_basket_status, name="task_basket_status"),
                path("json/", baskets.task_basket_json, name="task_basket_json"),
                path("cancel/", baskets.task_basket_cancel, name="task_basket_cancel"),
                path("retry/", baskets.task_basket_retry, name="task_basket_retry"),
                path("order/", baskets.task_basket_order, name="task_basket_order"),
                path("enough/", baskets.task_basket_enough, name="task_basket_enough"),
            ]
        ),
    ),
    path("negotiation/", negotiation.negotiation_list, name="negotiation_list"),
    path(
        "negotiation/<uuid:pk>/",
        include(
            [
                path("", negotiation.negotiation_detail, name="negotiation_detail"),
                path("status/", negotiation.negotiation_status, name="negotiation_status"),
                path("workbook/", negotiation.negotiation_workbook, name="negotiation_workbook"),
                path("cancel/", negotiation.negotiation_cancel, name="negotiation_cancel"),
                path("retry/", negotiation.negotiation_retry, name="negotiation_retry"),
            ]
        ),
    ),
    path("purchasing-rules/", baskets.rule_sets, name="rule_sets"),
    path("purchasing-rules/new/", baskets.rule_set_edit, name="rule_set_create"),
    path("purchasing-rules/<int:pk>/", baskets.rule_set_edit, name="rule_set_edit"),
    path("purchasing-rules/<int:pk>/delete/", baskets.rule_set_delete, name="rule_set_delete"),
    path("tasks/<uuid:pk>/request/", files.task_request, name="task_request"),
    path("tasks/<uuid:pk>/comments/", comments.task_comments, name="task_comments"),
    path("comments/<int:pk>/", comments.comment_detail, name="comment_detail"),
    path("comments/<int:pk>/edit/", comments.comment_edit, name="comment_edit"),
    path("comments/<int:pk>/delete/", comments.comment_delete, name="comment_delete"),
    path("user-names/", comments.user_names, name="user_names"),
    path("parts/", parts.part_search, name="part_search"),
    path("parts/same-brand/", parts.same_brand, name="same_brand"),
    path("price-lists/", price_lists.price_list_list, name="price_list_list"),
    path("price-lists/rows/", price_lists.price_list_rows, name="price_list_rows"),
    path("price-lists/uploads/", price_list_imports.upload_list, name="upload_list"),
    path("price-lists/new/", price_list_new.price_list_create, name="price_list_create"),
    path("price-lists/batch/", price_list_batch.price_list_batch, name="price_list_batch"),
    path(
        "price-lists/batch/<uuid:pk>/",
        price_list_batch.price_list_batch_row,
        name="price_list_batch_row",
    ),
    path(
        "price-lists/<uuid:pk>/",
        include(
            [
                path("cancel/", price_list_imports.import_cancel, name="import_cancel"),
                path("retry/", price_list_imports.import_retry, name="import_retry"),
                path("delete/", price_list_imports.import_delete, name="import_delete"),
                path("withdraw/", price_list_imports.import_withdraw, name="import_withdraw"),
                path("columns/", price_list_new.import_columns, name="import_columns"),
                path("file/", price_list_imports.import_file, name="import_file"),
                path("left-out/", price_list_imports.import_left_out, name="import_left_out"),
            ]
        ),
    ),
    *(
        path(
            f"{folder}/",
            include(
                [
                    path("", suppliers.row_list, {"section": section}, f"{section.name}_list"),
                    path(
                        "new/", suppliers.row_edit, {"section": section}, f"{section.name}_create"
                    ),
                    path(
                        "<int:pk>/",
                        suppliers.row_edit,
                        {"section": section},
                        f"{section.name}_edit",
                    ),
                    path(
                        "<int:pk>/delete/",
                        suppliers.row_delete,
                        {"section": section},
                        f"{section.name}_delete",
                    ),
                ]
            ),
        )
        for folder, section in (
            ("suppliers", SUPPLIERS),
            ("supplier-groups", GROUPS),
            ("brand-aliases", ALIASES),
        )
    ),
    path("brand-aliases/first/", first_aliases.first_aliases_switch, name="first_aliases"),
    path("brands/", brands.brand_list, name="brand_list"),
    path("brands/decisions/", brands.brand_decisions, name="brand_decisions"),
    path("brands/decide/", brands.brand_decide, name="brand_decide"),
    path("brands/tell-apart/", brands.brand_tell_apart, name="brand_tell_apart"),
    path("brands/propose/", brands.brand_propose, name="brand_propose"),
    path("brands/decisions/<int:pk>/undo/", brands.brand_undo, name="brand_undo"),
    path("notifications/", notices.notice_list, name="notice_list"),
    path("notifications/bell/", notices.bell, name="bell"),
    path("notifications/settings/", notices.notice_settings, name="notice_settings"),
    path("health/", health.health, name="health"),
    path("health/ready/", health.health, name="health_ready"),
    path("metrics/", metrics.metrics, name="metrics"),
]
