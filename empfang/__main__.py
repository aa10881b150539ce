"""`python -m empfang`."""

from empfang.cli import main

if __name__ == "__main__":
    main()
