"""PDF out: letters, questionnaires, labels, visit sheets and the enclosing checklist, from values alone."""
