import LibraryModel
import SimulationKernel

extension PolicyCaseReader {
    func dueDateRow(_ element: Element, _ place: CasePlace) -> CaseFile.Row? {
        guard let loaned = input("loaned", of: element, place.time) else { return nil }
        let renewed = place.time(element["renewed"])
        let recalled = place.time(element["recalled"])
        if renewed != nil, let both = element["recalled"] {
            diagnostics.error(
                "the row is about a renewal and a recall",
                at: both.place,
                hint: "make two rows of it"
            )
        }
        reportTimes(of: element, loaned: loaned, place)
        let expiry = element["patron-expiry"]?.date
        let first = CirculationRules.due(
            place.policy,
            from: loaned,
            calendar: place.calendar,
            zone: place.zone,
            patronExpiry: expiry
        )
        let given = place.time(element["due"])
        return element.row {
            // A renewal or recall of a loan without a stated due date is of one made here.
            guard let due = given ?? first.due else {
                return place.compare(first, with: element["expect"], key: "due")
            }
            let answer =
                if let renewed {
                    CirculationRules.renewedDue(
                        place.policy,
                        loaned: loaned,
                        due: due,
                        at: renewed,
                        calendar: place.calendar,
                        zone: place.zone,
                        patronExpiry: expiry
                    )
                } else if let recalled {
                    CirculationRules.recalledDue(
                        place.policy,
                        loaned: loaned,
                        due: due,
                        at: recalled,
                        calendar: place.calendar,
                        zone: place.zone
                    )
                } else {
                    first
                }
            return place.compare(answer, with: element["expect"], key: "due")
        }
    }

    /// Reports inputs of a row about a due date that say nothing, or that cannot be.
    private func reportTimes(of element: Element, loaned: SimulationTime, _ place: CasePlace) {
        if element["renewed"] == nil, element["recalled"] == nil, let due = element["due"] {
            diagnostics.error(
                "'due' is when a loan is due that is renewed or recalled",
                at: due.place,
                hint: "add 'renewed:' or 'recalled:', or move it to 'expect:'"
            )
        }
        if element["recalled"] != nil, let expiry = element["patron-expiry"] {
            diagnostics.error(
                "a recall does not look at the patron's expiry",
                at: expiry.place,
                hint: "remove one of them"
            )
        }
        for key in ["due", "renewed", "recalled"] {
            guard let input = element[key], let time = place.time(input), time < loaned else {
                continue
            }
            diagnostics.error(
                "'\(key)' lies before 'loaned', \(place.text(loaned))",
                at: input.place,
                hint: "mend one of the two"
            )
        }
    }

    func shelfRow(_ element: Element, _ place: CasePlace) -> CaseFile.Row? {
        guard let shelved = input("shelved", of: element, place.time) else { return nil }
        return element.row {
            let answer = CirculationRules.heldUntil(
                place.policy.holdShelf,
                from: shelved,
                deskMaximum: element["desk-maximum"]?.period,
                lastInterest: element["last-interest"]?.date,
                calendar: place.calendar,
                zone: place.zone
            )
            return place.compare(answer, with: element["expect"], key: "until")
        }
    }

    func fineRow(_ element: Element, _ place: CasePlace) -> CaseFile.Row? {
        let expected = element["expect"]
        let isLate = ["late", "intervals", "fine"].contains { expected?[$0] != nil }
        for key in ["due", "returned", "renewed", "recalled"] where !isLate {
            // Where nothing is expected at all, that is said.
            guard let needless = element[key], !(expected?.entries.isEmpty ?? true) else {
                continue
            }
            diagnostics.error(
                "'\(key)' is about lateness, of which the row expects nothing",
                at: needless.place,
                hint: "remove it, or expect 'late:', 'intervals:' or 'fine:'"
            )
        }
        let due = isLate ? input("due", of: element, place.time) : nil
        let returned = isLate ? input("returned", of: element, place.time) : nil
        let price = currency.amount(element["price"], into: diagnostics)
        var amounts: [String: Money] = [:]
        for key in ["fine", "process-fee", "replacement-fee", "refund"] {
            amounts[key] = currency.amount(expected?[key], into: diagnostics)
        }
        return element.row { [amounts] in
            var comparison = CaseComparison()
            func compare(_ key: String, _ found: Money) {
                comparison.compare(
                    key,
                    amounts[key].map { place.currency.text($0) },
                    at: expected?[key],
                    place.currency.text(found)
                )
            }
            if let due, let returned {
                let isRecalled = element["recalled"]?.boolean ?? false
                let lateness = CirculationRules.chargedLateness(
                    place.policy.fines,
                    due: due,
                    returned: returned,
                    calendar: place.calendar,
                    zone: place.zone
                )
                let intervals = CirculationRules.intervals(
                    lateness,
                    of: place.policy.fines.rate(recalled: isRecalled).interval
                )
                comparison.compare(
                    "late",
                    expected?["late"]?.duration.map { minutes($0) },
                    at: expected?["late"],
                    minutes(lateness)
                )
                comparison.compare(
                    "intervals",
                    expected?["intervals"]?.integer.map { "\($0)" },
                    at: expected?["intervals"],
                    "\(intervals)"
                )
                compare(
                    "fine",
                    CirculationRules.fine(
                        place.policy,
                        due: due,
                        returned: returned,
                        calendar: place.calendar,
                        zone: place.zone,
                        isRecalled: isRecalled,
                        isRenewed: element["renewed"]?.boolean ?? false,
                        price: price
                    )
                )
            }
            let replacement = CirculationRules.replacementFee(place.policy.fines, price: price)
            compare("process-fee", place.policy.fines.lostItemProcessFee)
            compare("replacement-fee", replacement)
            compare(
                "refund",
                CirculationRules.refund(place.policy.fines, ofReplacementFee: replacement)
            )
            return comparison.mismatches
        }
    }
}

/// Lateness as people count it.
private func minutes(_ duration: SimulationDuration) -> String {
    let minute = SimulationDuration.minutes(1).microseconds
    return duration.microseconds % minute == 0
        ? "\(duration.microseconds / minute) min" : "\(duration)"
}
