"""What pages of every area use: ids in addresses, parts that poll, days, people, field errors."""
