"""`empfang replay`: a whole day without a screen, with the real store, engine and service over HTTP."""
