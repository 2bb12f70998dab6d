"""Who may do what at each address."""

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PEOPLE = ("anonymous", "other", "owner", "staff")

LOGIN = "login"
"""The answer sends to the login."""

# HEAD is answered as GET is. A method that has no line gets 405, and of those who are not logged in
# LOGIN. The owner has made the task and its comment. The task waits, the ended one has a result.
TABLE = """
                       method   anonymous  other  owner  staff

home                   GET      login      200    200    200
task_list              GET      login      200    200    200
task_rows              GET      login      200    200    200
task_create            GET      login      200    200    200
task_create            POST     login      302    302    302
task_template          GET      login      200    200    200
tasks_cancel           POST     login      403    302    302
tasks_retry            POST     login      403    302    302
tasks_delete           POST     login      403    302    302
task_detail            GET      login      200    200    200
task_status            GET      login      200    200    200
task_brands            GET      login      200    200    200
task_lines             GET      login      200    200    200
task_cancel            POST     login      403    302    302
task_retry             POST     login      403    302    302
task_delete            POST     login      403    302    302
task_columns           GET      login      403    200    200
task_columns           POST     login      403    302    302
task_again             GET      login      200    200    200
task_again             POST     login      302    302    302
task_result            GET      login      200    200    200
task_result_csv        GET      login      200    200    200
task_filled            GET      login      404    404    404
task_filled            POST     login      302    302    302
task_filled_cancel     POST     login      403    302    302
task_orders            GET      login      200    200    200
task_orders            POST     login      403    302    302
order_file             GET      login      200    200    200
task_basket            GET      login      200    200    200
task_basket            POST     login      302    302    302
task_basket_status     GET      login      200    200    200
task_basket_json       GET      login      404    404    404
task_basket_cancel     POST     login      403    302    302
task_basket_retry      POST     login      403    302    302
task_basket_enough     POST     login      403    302    302
task_basket_order      POST     login      403    302    302
negotiation_list       GET      login      200    200    200
negotiation_list       POST     login      302    302    302
negotiation_detail     GET      login      200    200    200
negotiation_status     GET      login      200    200    200
negotiation_workbook   GET      login      200    200    200
negotiation_cancel     POST     login      403    302    302
negotiation_retry      POST     login      403    302    302
rule_sets              GET      login      200    200    200
rule_set_create        GET      login      200    200    200
rule_set_create        POST     login      302    302    302
rule_set_edit          GET      login      200    200    200
rule_set_edit          POST     login      302    302    302
rule_set_delete        POST     login      302    302    302
task_request           GET      login      200    200    200
task_comments          GET      login      302    302    302
task_comments          POST     login      302    302    302
comment_detail         GET      login      302    302    302
comment_edit           GET      login      403    200    403
comment_edit           POST     login      403    302    403
comment_delete         POST     login      403    302    302
part_search            GET      login      200    200    200
same_brand             POST     login      403    403    302
price_list_list        GET      login      200    200    200
price_list_rows        GET      login      200    200    200
upload_list            GET      login      200    200    200
price_list_create      GET      login      403    403    200
price_list_create      POST     login      403    403    302
price_list_batch       GET      login      403    403    200
price_list_batch       POST     login      403    403    302
price_list_batch_row   GET      login      403    403    200
import_cancel          POST     login      403    403    302
import_retry           POST     login      403    403    302
import_delete          POST     login      403    403    302
import_withdraw        GET      login      403    403    200
import_withdraw        POST     login      403    403    302
import_columns         GET      login      403    403    200
import_file            GET      login      403    403    200
import_left_out        GET      login      403    403    200
supplier_list          GET      login      403    403    200
supplier_create        GET      login      403    403    200
supplier_create        POST     login      403    403    302
supplier_edit          GET      login      403    403    200
supplier_edit          POST     login      403    403    302
supplier_delete        GET      login      403    403    200
supplier_delete        POST     login      403    403    302
group_list             GET      login      403    403    200
group_create           GET      login      403    403    200
group_create           POST     login      403    403    302
group_edit             GET      login      403    403    200
group_edit             POST     login      403    403    302
group_delete           GET      login      403    403    200
group_delete           POST     login      403    403    302
alias_list             GET      login      403    403    200
alias_create           GET      login      403    403    200
alias_create           POST     login      403    403    302
alias_edit             GET      login      403    403    200
alias_edit             POST     login      403    403    302
alias_delete           GET      login      403    403    200
alias_delete           POST     login      403    403    302
health                 GET      200        200    200    200
health_ready           GET      200        200    200    200
metrics                GET      200        200    200    200

language               POST     302        302    302    302
login                  GET      200        302    302    302
login                  POST     302        302    302    302
logout                 POST     login      login  login  login
logout                 OPTIONS  login      200    200    200
brand_list             GET      login      403    403    200
brand_decisions        GET      login      403    403    200
brand_decide           POST     login      403    403    302
brand_tell_apart       POST     login      403    403    302
brand_propose          POST     login      302    302    302
brand_undo             POST     login      403    403    302
first_aliases          POST     login      403    403    302
notice_list            GET      login      200    200    200
bell                   GET      login      200    200    200
user_names             GET      login      200    200    200
notice_settings        GET      login      200    200    200
notice_settings        POST     login      302    302    302
password_change        GET      login      200    200    200
password_change        POST     login      302    302    302
password_change        PUT      login      200    200    200
password_change        OPTIONS  login      200    200    200
password_change_done   GET      login      200    200    200
password_change_done   OPTIONS  login      200    200    200
"""


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines()[2:] if line]


RULES: dict[str, dict[str, dict[str, str]]] = {}
for name, method, *answers in lines(TABLE):
    RULES.setdefault(name, {})[method] = dict(zip(PEOPLE, answers, strict=True))
