"""The sheet as it is keyed: one question a line, the current one large; for every page that keys a questionnaire."""
