"""What every action needs: who acts, words and numbers as typed, a call and its contact, locked."""
