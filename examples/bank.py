"""Moves money between accounts in several threads, while auditors watch.

    bank.py [--threads N] [--accounts 50] [--transfers 20000]

A transfer changes two accounts in one atomic block, and an audit adds up all of them in another. So an
auditor never sees money that has left one account and not yet reached the other: every total is the
same. What is printed does not depend on the number of threads.
"""

import argparse
import sys
import threading
import time

# Where there is no `stm`, one lock for everything stands in for it.
try:
    from stm import atomic
except ImportError:
    atomic = threading.RLock()

START = 1000
AUDITORS = 2
AUDITS = 100


class Account:
    def __init__(self, number):
        self.number = number
        self.balance = START
        self.transfers = 0

    def deposit(self, amount):
        # A block within a block is part of it: this is right alone, and in `transfer` too.
        with atomic:
            self.balance += amount
            self.transfers += 1


def transfer(source, target, amount):
    # Which locks would have to be taken here, in which order, so that two threads never wait for each
    # other? With a block the question does not come up.
    with atomic:
        source.deposit(-amount)
        target.deposit(amount)


def plan(accounts, transfers):
    """Which transfers are made: always the same, in an order of no importance, for they only add."""
    state = 2024
    for _ in range(transfers):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        source = state >> 8
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        target = state >> 8
        yield accounts[source % len(accounts)], accounts[target % len(accounts)], source % 100


def clerk(orders):
    for order in orders:
        transfer(*order)


def auditor(accounts, wrong):
    for _ in range(AUDITS):
        with atomic:
            total = sum(account.balance for account in accounts)
        # Looked at outside of the block, which is therefore short.
        if total != START * len(accounts):
            wrong.append(total)


def main():
    parser = argparse.ArgumentParser(description="Moves money between accounts in several threads.")
    parser.add_argument("--threads", type=int, default=2, metavar="N")
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--transfers", type=int, default=20_000)
    options = parser.parse_args()

    accounts = [Account(number) for number in range(options.accounts)]
    orders = list(plan(accounts, options.transfers))
    wrong = []
    threads = [threading.Thread(target=auditor, args=(accounts, wrong)) for _ in range(AUDITORS)]
    # Each clerk gets every Nth order.
    for i in range(options.threads):
        threads.append(threading.Thread(target=clerk, args=(orders[i :: options.threads],)))

    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun

    print(f"{options.transfers} transfers between {len(accounts)} accounts")
    print(f"total: {sum(account.balance for account in accounts)}")
    print(f"audits: {AUDITORS * AUDITS}, wrong totals: {len(wrong)}")
    print("the richest:")
    for account in sorted(accounts, key=lambda account: (-account.balance, account.number))[:5]:
        print(f"  account {account.number:>3}: {account.balance:>6} after {account.transfers} transfers")
    print(f"{seconds:.2f} s with {options.threads} clerks and {AUDITORS} auditors", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
