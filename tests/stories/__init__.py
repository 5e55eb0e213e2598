"""Stories: what happens to people, told so that a doctor could check them."""
