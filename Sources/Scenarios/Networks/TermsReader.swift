import LibraryModel
import SimulationKernel

/// Reads terms of use and the schedules that they refer to.
struct TermsReader {
    let currency: Currency
    /// What the schedules belong to, for messages.
    let owner: String
    let diagnostics: Diagnostics
    /// Whether terms must say how long loans are.
    var requiresPeriod = true
    private var schedules: [FixedSchedule] = []
    private var scheduleCodes: CodeTable<ScheduleID>

    private struct ScheduleID: RecordHandle {
        let index: Int32
        init(_ index: Int32) { self.index = index }
    }

    init(
        currency: Currency,
        owner: String,
        schedules element: Element?,
        diagnostics: Diagnostics
    ) {
        self.currency = currency
        self.owner = owner
        self.diagnostics = diagnostics
        let entries = element?.entries ?? []
        scheduleCodes = CodeTable("due-date schedule of \(owner)", entries.map(\.key))
        schedules = entries.map { schedule($0.key, $0.value) }
    }

    func terms(_ code: String, _ element: Element) -> TermsOfUse {
        let period = period(code, element)
        return TermsOfUse(
            code: code,
            isLoanable: element["loanable"]?.boolean ?? true,
            period: period,
            closedLibrary: strategy(element["closed-days"], period),
            isRenewable: element["renewable"]?.boolean ?? true,
            renewalPeriod: element["renewal-period"]?.period,
            renewalOrigin: element["renewal-from"]?.text.flatMap(RenewalOrigin.init) ?? .now,
            maximumRenewal: element["maximum-renewal"]?.period,
            fines: fines(element),
            lostAfter: element["lost-after"]?.period,
            recall: recall(element),
            holdShelf: HoldShelfPolicy(
                period: element["hold-shelf-period"]?.period,
                count: element["hold-shelf-closed-days"]?.text
                    .flatMap(ClosedLibraryStrategy.init)
                    .map { .allDays($0) } ?? .openDays
            )
        )
    }

    private func period(_ code: String, _ element: Element) -> LoanPeriod {
        if let reference = element["schedule"] {
            if let other = element["period"] {
                diagnostics.error(
                    "the loan terms '\(code)' have a period and a schedule",
                    at: other.place,
                    hint: "remove one of them"
                )
            }
            return scheduleCodes.resolve(reference, into: diagnostics)
                .map { .fixed(schedules[$0.position]) } ?? .rolling(.days(0))
        }
        if let period = element["period"]?.period { return .rolling(period) }
        if requiresPeriod, element["loanable"]?.boolean ?? true {
            diagnostics.error(
                "the loan terms '\(code)' do not say how long loans are",
                at: element.place,
                hint: "add 'period: 28 d', or 'schedule:' with a due-date schedule"
            )
        }
        return .rolling(.days(0))
    }

    private func strategy(_ element: Element?, _ period: LoanPeriod) -> ClosedLibraryStrategy {
        if case .fixed(let schedule) = period, let element,
            element.text == ClosedLibraryStrategy.endOfHours.rawValue
        {
            diagnostics.warning(
                "with 'end-of-hours' loans by the schedule '\(schedule.code)' are due when the library "
                    + "next closes, and not on the schedule's day",
                at: element.place,
                hint: "write next-open-day, previous-open-day or keep"
            )
        }
        guard case .rolling(let period) = period, period.unit.isClockTime else {
            return element?.text.flatMap(ClosedLibraryStrategy.init) ?? .nextOpenDay
        }
        guard let element, let strategy = element.text.flatMap(ClosedLibraryStrategy.init) else {
            return .endOfHours
        }
        if strategy.endsWithDay {
            diagnostics.warning(
                "with '\(strategy.rawValue)' loans of \(period) are due at the end of a day",
                at: element.place,
                hint: "write keep-time, end-of-hours or next-opening"
            )
        }
        return strategy
    }

    private func fines(_ element: Element) -> FinePolicy {
        if let daily = element["fine-per-day"], element["overdue-fine"] != nil {
            diagnostics.error(
                "there are two overdue fines",
                at: daily.place,
                hint: "remove 'fine-per-day' or 'overdue-fine'"
            )
        }
        return FinePolicy(
            overdue: rate(element["overdue-fine"])
                ?? FineRate(amount(element["fine-per-day"]) ?? .zero),
            recalledOverdue: rate(element["recalled-overdue-fine"]),
            grace: element["grace-period"]?.period ?? .days(0),
            maximum: amount(element["maximum-fine"]),
            isCappedByReplacement: element["cap-at-replacement"]?.boolean ?? false,
            countsClosedTime: element["count-closed-time"]?.boolean ?? true,
            isForgivenByRenewal: element["forgive-on-renewal"]?.boolean ?? false,
            lostItemProcessFee: amount(element["lost-item-fine"]) ?? .zero,
            replacementFee: amount(element["lost-item-replacement-fee"]),
            refundBasisPoints: Int(
                ((element["replacement-refund"]?.percentage ?? 100) * 100).rounded()
            )
        )
    }

    private func rate(_ element: Element?) -> FineRate? {
        guard let element, let amount = amount(element["amount"]),
            let every = element["every"], let period = every.period
        else { return nil }
        if period.count == 0 {
            diagnostics.error(
                "an interval of no length would make any fine endless",
                at: every.place,
                hint: "write at least 1 \(period.unit.rawValue)"
            )
        }
        return FineRate(amount, every: FineRate.length(of: period.unit) * Int64(period.count))
    }

    private func recall(_ element: Element) -> RecallPolicy {
        let period = element["recall-period"]?.period
        let guaranteed = element["minimum-guaranteed-period"]?.period
        return RecallPolicy(
            isRecallable: element["recallable"]?.boolean ?? (period != nil || guaranteed != nil),
            period: period,
            minimumGuaranteed: guaranteed
        )
    }

    private func amount(_ element: Element?) -> Money? {
        currency.amount(element, into: diagnostics)
    }

    private func schedule(_ code: String, _ element: Element) -> FixedSchedule {
        var ranges: [FixedSchedule.Range] = []
        for item in element.items {
            guard let first = item["from"]?.date, let last = item["to"]?.date,
                let due = item["due"]?.date
            else { continue }
            if last < first {
                diagnostics.error(
                    "the range ends on \(last), before it begins on \(first)",
                    at: item["to"]?.place ?? item.place,
                    hint: "exchange the two days"
                )
            } else if due < last {
                diagnostics.error(
                    "loans of \(last) would be due on \(due), before they are made",
                    at: item["due"]?.place ?? item.place,
                    hint: "give a due date on or after the last day of the range"
                )
            }
            if let previous = ranges.last, first <= previous.last {
                diagnostics.error(
                    "this range begins before the one above it ends, on \(previous.last)",
                    at: item["from"]?.place ?? item.place,
                    hint: "give ranges in order of time, each after the one before"
                )
            }
            ranges.append(FixedSchedule.Range(first: first, last: last, due: due))
        }
        return FixedSchedule(code: code, ranges: ranges)
    }
}
