"""調査票: an officer builds and changes the questionnaire, beside its very form and its entry."""
