access-not-allowed = This account may not do that.
access-not-allowed-todo = Only certain roles see this part. If you need it, ask the administrator.
