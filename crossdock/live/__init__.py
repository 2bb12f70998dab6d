"""Polls that cost next to nothing.

A thousand open pages ask for news a thousand times a second, while tasks need the processors. What
they are answered from:

* `versions`: a page carries a version: the tokens of the last changes (`redis_state.changes`) and a
  hash of what the page shows. Tokens are read before rows, so that a change in between costs one
  more poll and is never missed. Pages without a running task ignore the progress token.
* `table`, `tables`: the task table is rendered once for all its readers, and kept until a row
  changes. Readers differ only in which tasks they may change, so a row has two forms. While tasks
  run, progress is read anew a few times a second at most, and only cells that moved are rendered.
* `readers`: who sent a poll is remembered for two minutes, by the session's key. A change of any
  user forgets everybody; the end of a session (`sessions`) forgets its reader in all processes.
* `at_hand`: says of a poll whether all that answers it is in memory; those wait for no thread.
* `middleware`: answers a poll of the task table if its reader is remembered and the table is kept,
  which spares the session, the user and the view. It stands inside of what gives any answer its
  headers, language and length, and checks the host. Any other poll goes on; its reader is
  remembered if it is let in.
"""
