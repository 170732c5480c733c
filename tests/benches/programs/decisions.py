"""A Markov decision process, a battle of two with dice, solved by value iteration over dicts.

States are tuples, transitions are built lazily and kept, as in a program that explores a game."""

N = 14

ATTACK, HEAL, CHARGE = range(3)


class Battle:
    def __init__(self, health):
        self.health = health
        self.known = {}

    def moves(self, state):
        mine, theirs, power = state
        yield ATTACK
        if mine < self.health:
            yield HEAL
        if power < 2:
            yield CHARGE

    def outcomes(self, state, move):
        """The following states with their probabilities."""
        mine, theirs, power = state
        result = {}
        ours = {ATTACK: ((1 + power, 0.5), (2 + 2 * power, 0.3), (0, 0.2))}.get(move, ((0, 1.0),))
        for damage, p in ours:
            after = max(0, theirs - damage)
            healed = min(self.health, mine + 1) if move == HEAL else mine
            charge = 0 if move == ATTACK else power + (move == CHARGE)
            for hit, q in ((0, 0.25), (1, 0.45), (3, 0.3)) if after else ((0, 1.0),):
                following = max(0, healed - hit), after, charge
                result[following] = result.get(following, 0.0) + p * q
        return result

    def options(self, state):
        found = self.known.get(state)
        if found is None:
            found = [list(self.outcomes(state, move).items()) for move in self.moves(state)]
            self.known[state] = found
        return found


def reachable(battle, start):
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        if state[0] and state[1]:
            for option in battle.options(state):
                for following, _ in option:
                    if following not in seen:
                        seen.add(following)
                        todo.append(following)
    return sorted(seen)


def main(n):
    battle = Battle(n)
    start = (n, n, 0)
    states = reachable(battle, start)
    value = {state: float(state[1] == 0) for state in states}
    open_states = [state for state in states if state[0] and state[1]]
    rounds = 0
    while True:
        change = 0.0
        for state in open_states:
            best = max(sum(p * value[s] for s, p in option) for option in battle.options(state))
            change = max(change, abs(best - value[state]))
            value[state] = best
        rounds += 1
        if change < 1e-6:
            return len(states), rounds, round(value[start], 6)
