"""One Japanese word for one thing: enum member to word, operation names, the sentence for every problem."""
