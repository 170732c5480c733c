"""One-way constraints with strengths, kept satisfied by local propagation.

The idea of the DeltaBlue solver: polymorphic calls, small objects, lists and walks over a graph."""

N = 200

REQUIRED, STRONG, MEDIUM, WEAK = range(4)


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.strength = WEAK + 1
        self.mark = 0


class Constraint:
    def __init__(self, strength, *variables):
        self.strength = strength
        self.variables = variables
        self.output = None
        for variable in variables:
            variable.constraints.append(self)

    def inputs(self):
        return [variable for variable in self.variables if variable is not self.output]

    def outputs(self):
        return self.variables

    def choose(self, mark):
        """The variable that this constraint can decide: the weakest, if it is weaker than this."""
        best = None
        for variable in self.outputs():
            if variable.mark != mark and variable.strength > self.strength:
                if best is None or variable.strength > best.strength:
                    best = variable
        self.output = best
        return best is not None

    def settle(self):
        out = self.output
        weakest = self.strength
        for variable in self.inputs():
            if variable.strength > weakest:
                weakest = variable.strength
        out.strength = weakest
        self.execute()

    def execute(self):
        pass


class Stay(Constraint):
    pass


class Edit(Constraint):
    def __init__(self, strength, variable):
        super().__init__(strength, variable)
        self.value = variable.value

    def execute(self):
        self.output.value = self.value


class Equal(Constraint):
    def execute(self):
        (source,) = self.inputs()
        self.output.value = source.value


class Scale(Constraint):
    """target = source * factor + offset, in both directions."""

    def outputs(self):
        return self.variables[:2]

    def inputs(self):
        return [variable for variable in self.variables if variable is not self.output]

    def execute(self):
        source, target, factor, offset = self.variables
        if self.output is target:
            target.value = source.value * factor.value + offset.value
        else:
            source.value = (target.value - offset.value) // factor.value


class Planner:
    def __init__(self):
        self.mark = 0

    def add(self, constraint):
        self.mark += 1
        waiting = constraint
        while waiting is not None:
            waiting = self.satisfy(waiting)

    def satisfy(self, constraint):
        """Enforces it and returns the weaker one that it replaces."""
        if not constraint.choose(self.mark):
            return None
        for variable in constraint.inputs():
            variable.mark = self.mark
        out = constraint.output
        replaced = out.determined_by
        if replaced is not None:
            replaced.output = None
        out.determined_by = constraint
        self.propagate(constraint)
        out.mark = self.mark
        return replaced

    def propagate(self, constraint):
        todo = [constraint]
        while todo:
            constraint = todo.pop()
            constraint.settle()
            todo.extend(self.consumers(constraint.output))

    def consumers(self, variable):
        decided = variable.determined_by
        return [c for c in variable.constraints if c is not decided and c.output is not None]

    def remove(self, constraint):
        out = constraint.output
        for variable in constraint.variables:
            variable.constraints.remove(constraint)
        if out is None:
            return
        constraint.output = None
        out.determined_by = None
        out.strength = WEAK + 1
        loose = [c for c in out.constraints if c.output is None]
        for other in sorted(loose, key=lambda c: c.strength):
            self.add(other)

    def plan(self, edit):
        """The constraints to execute, in order, when the edited value changes."""
        plan, todo = [], [edit]
        while todo:
            constraint = todo.pop()
            plan.append(constraint)
            todo.extend(self.consumers(constraint.output))
        return plan


def chain(planner, n):
    """A value set at one end of a chain of equalities comes out at the other."""
    variables = [Variable(f"v{i}") for i in range(n)]
    for a, b in zip(variables, variables[1:]):
        planner.add(Equal(REQUIRED, a, b))
    planner.add(Stay(WEAK, variables[-1]))
    edit = Edit(STRONG, variables[0])
    planner.add(edit)
    plan = planner.plan(edit)
    total = 0
    for value in range(20):
        edit.value = value
        for constraint in plan:
            constraint.execute()
        total += variables[-1].value
    planner.remove(edit)
    return total


def projection(planner, n):
    """Points mapped by one scale and offset, which change, and so do single points."""
    scale, offset = Variable("scale", 10), Variable("offset", 1000)
    pairs = []
    for i in range(n):
        source, target = Variable(f"s{i}", i), Variable(f"t{i}", i)
        planner.add(Stay(WEAK, source))
        planner.add(Scale(REQUIRED, source, target, scale, offset))
        pairs.append((source, target))
    total = 0
    for variable, value in ((pairs[n // 2][0], 17), (pairs[n // 3][1], 1050), (scale, 5), (offset, 2000)):
        edit = Edit(STRONG, variable)
        planner.add(edit)
        edit.value = value
        for constraint in planner.plan(edit):
            constraint.execute()
        planner.remove(edit)
        total += sum(target.value for _, target in pairs)
    return total


def main(n):
    planner = Planner()
    return [(chain(planner, n), projection(planner, n)) for _ in range(5)][-1]
