#!/usr/bin/env python3
"""The lending year of scenarios/lending-year.yaml as a SimPy model; time is in days.

Patrons of fifty institutions want titles. A copy on the own shelf is lent at once; else the other
owners are asked one after another, the least loaded first, until one has its copy on the shelf. The
item is shipped, lent, brought back (one time in seven or so late, for a fine) and shipped home.

Prints one JSON object: what the year came to, and how long it took. With --stores each institution
writes what changed to an SQLite file of its own, once in a simulated day and in one transaction.
"""

import argparse
import heapq
import json
import math
import os
import random
import sqlite3
import tempfile
import time

BEGAN = time.perf_counter()

import simpy  # noqa: E402  (importing it is part of the set-up)

INSTITUTIONS = 50
PATRONS = 2_000
TITLES = 5_000
UNIVERSE = 20_000
YEAR = 365.0
WISHES_A_DAY = PATRONS * 4 / 365
SECOND = 1 / 86_400
LEAST_LATENCY = 0.05 * SECOND
LATENCIES_A_DAY = 1 / (0.5 * SECOND)
TRIES = 5
SHIPPING_MU, SHIPPING_SIGMA = 1.0, 0.4
LOAN_DAYS = 21.0
LATE_SHARE = 0.15
LATE_RATE = 1 / 7
FINE_A_DAY = 25
PAYS_ABOVE = 1_000

SCHEMA = """
CREATE TABLE patrons (number INTEGER PRIMARY KEY, balance INTEGER NOT NULL);
CREATE TABLE holdings (title INTEGER PRIMARY KEY, on_shelf INTEGER NOT NULL);
CREATE TABLE requests (number INTEGER PRIMARY KEY, made REAL NOT NULL, patron INTEGER NOT NULL,
    title INTEGER NOT NULL, lender INTEGER, state INTEGER NOT NULL);
CREATE TABLE loans (number INTEGER PRIMARY KEY, patron INTEGER NOT NULL, title INTEGER NOT NULL,
    borrower INTEGER NOT NULL, lent REAL NOT NULL, due REAL NOT NULL, returned REAL);
CREATE TABLE fees (number INTEGER PRIMARY KEY, posted REAL NOT NULL, patron INTEGER NOT NULL,
    cents INTEGER NOT NULL);
"""


class Institution:
    """One library: its shelf, what it has out, what its patrons owe, and its random numbers."""

    __slots__ = ("rank", "shelf", "out", "owed", "random", "requests", "log", "database")

    def __init__(self, rank, seed):
        self.rank = rank
        self.random = random.Random(seed)
        self.shelf = dict.fromkeys(self.random.sample(range(UNIVERSE), TITLES), 1)
        self.out = 0
        self.owed = [0] * PATRONS
        self.requests = 0
        self.log = None
        self.database = None


class Log:
    """What has changed at an institution since the last transaction, by statement."""

    __slots__ = ("requests", "answers", "loans", "returns", "fees", "balances")

    STATEMENTS = (
        ("requests", "INSERT INTO requests VALUES (?, ?, ?, ?, NULL, 0)"),
        ("answers", "UPDATE requests SET state = ?, lender = ? WHERE number = ?"),
        ("loans", "INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, NULL)"),
        ("returns", "UPDATE loans SET returned = ? WHERE number = ?"),
        ("fees", "INSERT INTO fees VALUES (?, ?, ?, ?)"),
        ("balances", "UPDATE patrons SET balance = balance + ? WHERE number = ?"),
    )

    def __init__(self):
        for name, _ in self.STATEMENTS:
            setattr(self, name, [])

    def write(self, database):
        database.execute("BEGIN")
        for name, statement in self.STATEMENTS:
            rows = getattr(self, name)
            if rows:
                database.executemany(statement, rows)
                rows.clear()
        database.execute("COMMIT")


class Year:
    """The network and its counts."""

    def __init__(self, seed, directory):
        self.env = simpy.Environment()
        seeds = random.Random(seed)
        self.institutions = [Institution(rank, seeds.getrandbits(64)) for rank in range(INSTITUTIONS)]
        self.owners = [[] for _ in range(UNIVERSE)]
        for institution in self.institutions:
            for title in institution.shelf:
                self.owners[title].append(institution)
        self.requests = self.locally = self.remotely = self.unfilled = self.overdue = 0
        self.turnaround = 0.0
        self.loans = self.fees = 0
        if directory:
            for institution in self.institutions:
                self.open(institution, os.path.join(directory, f"{institution.rank}.sqlite"))
            self.env.process(self.write_every_day())
        for institution in self.institutions:
            self.env.process(self.wishes(institution))

    def open(self, institution, path):
        database = sqlite3.connect(path, isolation_level=None)
        # As fulfillnet does: the file alone, each page written once, no waiting for the disk.
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = MEMORY")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        database.executemany("INSERT INTO patrons VALUES (?, 0)", ((n,) for n in range(PATRONS)))
        database.executemany("INSERT INTO holdings VALUES (?, 1)", ((t,) for t in institution.shelf))
        database.execute("COMMIT")
        institution.log = Log()
        institution.database = database

    def write_every_day(self):
        while True:
            yield self.env.timeout(1)
            self.write()

    def write(self):
        for institution in self.institutions:
            institution.log.write(institution.database)

    def wishes(self, home):
        """Patrons of an institution want something at a constant rate."""
        env, rand = self.env, home.random
        while True:
            yield env.timeout(rand.expovariate(WISHES_A_DAY))
            patron = rand.randrange(PATRONS)
            title = int(UNIVERSE * rand.random() ** 2)
            env.process(self.request(home, patron, title))

    def request(self, home, patron, title):
        """One wish, from the patron's question to the copy being back on its shelf."""
        env, rand = self.env, home.random
        asked = env.now
        self.requests += 1
        home.requests += 1
        number = home.requests
        if home.owed[patron] > PAYS_ABOVE:
            home.owed[patron] = 0
        if home.log:
            home.log.requests.append((number, asked, patron, title))
        if home.shelf.get(title, 0) > 0:
            lender = home
            home.shelf[title] -= 1
            home.out += 1
            self.locally += 1
        else:
            lender = None
            ranked = heapq.nsmallest(TRIES + 1, self.owners[title], key=lambda o: (o.out, o.rank))
            for owner in [owner for owner in ranked if owner is not home][:TRIES]:
                yield env.timeout(LEAST_LATENCY + rand.expovariate(LATENCIES_A_DAY))
                lends = owner.shelf[title] > 0
                if lends:
                    owner.shelf[title] -= 1
                    owner.out += 1
                yield env.timeout(LEAST_LATENCY + rand.expovariate(LATENCIES_A_DAY))
                if lends:
                    lender = owner
                    break
            if lender is None:
                self.unfilled += 1
                if home.log:
                    home.log.answers.append((3, None, number))
                return
            yield env.timeout(rand.lognormvariate(SHIPPING_MU, SHIPPING_SIGMA))
            self.remotely += 1
        lent = env.now
        self.turnaround += lent - asked
        due = lent + LOAN_DAYS
        self.loans += 1
        loan = self.loans
        if home.log:
            home.log.answers.append((2, lender.rank, number))
            lender.log.loans.append((loan, patron, title, home.rank, lent, due))
        if rand.random() >= LATE_SHARE:
            yield env.timeout(rand.uniform(3, LOAN_DAYS))
        else:
            yield env.timeout(due - lent)
            self.overdue += 1
            late = rand.expovariate(LATE_RATE)
            yield env.timeout(late)
            fine = FINE_A_DAY * math.ceil(late)
            home.owed[patron] += fine
            self.fees += 1
            if home.log:
                home.log.fees.append((self.fees, env.now, patron, fine))
                home.log.balances.append((fine, patron))
        if lender is not home:
            yield env.timeout(rand.lognormvariate(SHIPPING_MU, SHIPPING_SIGMA))
        lender.shelf[title] += 1
        lender.out -= 1
        if lender.log:
            lender.log.returns.append((env.now, loan))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stores", action="store_true", help="write SQLite files")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lending-year-") as directory:
        year = Year(options.seed, directory if options.stores else None)
        loop = time.perf_counter()
        year.env.run(until=YEAR)
        if options.stores:
            year.write()
            for institution in year.institutions:
                institution.database.close()
        end = time.perf_counter()
    filled = year.locally + year.remotely
    print(
        json.dumps(
            {
                "requests": year.requests,
                "filledLocally": year.locally,
                "filledRemotely": year.remotely,
                "unfilled": year.unfilled,
                "overdueLoans": year.overdue,
                "meanTurnaroundDays": year.turnaround / filled,
                "setupSeconds": loop - BEGAN,
                "wallSeconds": end - loop,
            }
        )
    )


if __name__ == "__main__":
    main()
