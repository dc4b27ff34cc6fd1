public import LibraryModel
public import SimulationKernel

extension RuleDescription {
    /// Explains an outcome from its records alone; `name` gives the code of an institution.
    public func explain(
        _ outcome: RoutingOutcome,
        decidedAt now: SimulationTime,
        name: (InstitutionID) -> String
    ) -> Explanation {
        Explanation(
            rules: file.isEmpty ? self.name : "\(self.name) (\(file))",
            decidedAt: FactUnit.time.text(now.microseconds),
            nobody: outcome.nobody?.rawValue,
            refusals: reasons(outcome.refusals, among: admission),
            candidates: outcome.records.indices.map { place in
                candidate(outcome.records, place, now, name)
            }
        )
    }

    private func candidate(
        _ records: [CandidateRecord],
        _ place: Int,
        _ now: SimulationTime,
        _ name: (InstitutionID) -> String
    ) -> Explanation.Candidate {
        let record = records[place]
        return Explanation.Candidate(
            institution: name(record.institution),
            item: record.item,
            position: record.position >= 0 ? Int(record.position) + 1 : nil,
            standing: record.standing.name,
            reasons: reasons(record.failedFilters, among: filters),
            keys: [],
            decided: decided(record, behind: ahead(of: place, in: records), now, name)
        )
    }

    /// The record that a record is compared with.
    private func ahead(of place: Int, in records: [CandidateRecord]) -> CandidateRecord? {
        let record = records[place]
        if record.standing == .surplus {
            return records.first {
                $0.institution == record.institution && $0.standing != .surplus
            }
        }
        return record.position > 0 && place > 0 ? records[place - 1] : nil
    }

    private func decided(
        _ record: CandidateRecord,
        behind ahead: CandidateRecord?,
        _ now: SimulationTime,
        _ name: (InstitutionID) -> String
    ) -> Explanation.Decided? {
        guard let ahead, record.decidedBy != .nothing else { return nil }
        var decided = Explanation.Decided(by: "identity", behind: name(ahead.institution))
        let key: Key?
        if let place = record.decidedBy.keyPlace, keys.indices.contains(place) {
            key = keys[place]
        } else if let place = record.decidedBy.tieBreakPlace, tieBreaks.indices.contains(place) {
            key = tieBreaks[place]
        } else {
            key = nil
            if record.decidedBy == .standing { decided.by = "standing" }
        }
        guard let key else { return decided }
        decided.by = key.code
        decided.rule = rule(key.line)
        decided.value = key.text(record.value).map {
            Explanation.Value(of: key.code, value: $0, age: age(record.valueAsOf, now))
        }
        decided.ahead = key.text(record.valueAhead).map {
            Explanation.Value(of: key.code, value: $0, age: age(record.valueAheadAsOf, now))
        }
        return decided
    }

    func reasons(_ mask: UInt64, among filters: [Filter]) -> [Explanation.Reason] {
        filters.indices.filter { $0 < 64 && mask & 1 << UInt64($0) != 0 }.map { place in
            let filter = filters[place]
            return Explanation.Reason(
                code: filter.code,
                message: filter.message,
                effect: filter.effect,
                rule: rule(filter.line),
                facts: []
            )
        }
    }

    /// Where a rule stands, if it stands in a file.
    func rule(_ line: RuleLine) -> String? {
        guard line.line > 0 else { return nil }
        return file.isEmpty ? "line \(line.line)" : "\(file):\(line.line)"
    }

    /// How old a value was; nil where it was of the moment.
    func age(_ asOf: Int64, _ now: SimulationTime) -> String? {
        let age = FactValue.difference(now.microseconds, asOf)
        return age > 0 ? FactUnit.age(age) : nil
    }
}
