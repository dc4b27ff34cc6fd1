/// A rule set: how lenders are chosen, as a file says it.
///
/// Its stages, in order: admit, gather, filter, group, rank, tie-break, cap, last resort, walk. It
/// never changes and has no closures; what the stages need is worked out once, when it is made.
package final class RoutingRules: Sendable {
    /// What candidates are put together by.
    package enum Grouping: String, Sendable, Hashable, CaseIterable {
        /// Of an institution's copies the best one stands for it.
        case institution
        /// Each copy is a candidate of its own.
        case item
    }

    /// The lists of institutions that a rule set names, by their codes.
    package struct Lists: Sendable, Hashable {
        /// Lenders in the order of a template.
        package var template: [String] = []
        /// Lenders that are asked when nobody else is left.
        package var lastResort: [String] = []
        /// Institutions that are not asked.
        package var excluded: [String] = []
        /// Classes of items that black-outs speak of.
        package var itemClasses: [String] = []

        package init() {}
    }

    /// The most filters that a rule set has: each is a bit of a record.
    package static let filterLimit = 64

    package let name: String
    package let settings: [RuleSetting]
    package let admission: [RuleFilter]
    package let gather: GatherPlan
    package let filters: [RuleFilter]
    package let grouping: Grouping
    package let keys: [RankKey]
    package let tieBreaks: [TieBreak]
    /// How many institutions are asked at most.
    package let cap: Int?
    /// The codes of the filters that hold for lenders of last resort as well.
    package let lastResortFilters: [String]
    package let lists: Lists
    package let walk: WalkPolicy
    /// Where each stage stands in the file.
    package let stageLines: [String: RuleLine]
    /// Which facts a sheet for these rules has room for.
    package let layout: FactLayout
    /// The stages as they are run.
    let program: RuleProgram

    package init(
        _ name: String,
        settings: [RuleSetting] = [],
        admission: [RuleFilter] = [],
        gather: GatherPlan = GatherPlan(),
        filters: [RuleFilter] = [],
        grouping: Grouping = .institution,
        keys: [RankKey] = [],
        tieBreaks: [TieBreak] = [.symbol],
        cap: Int? = nil,
        lastResortFilters: [String] = [],
        lists: Lists = Lists(),
        walk: WalkPolicy = WalkPolicy(),
        stageLines: [String: RuleLine] = [:]
    ) {
        precondition(
            filters.count <= Self.filterLimit && admission.count <= Self.filterLimit,
            "a rule set has at most 64 filters"
        )
        self.name = name
        self.settings = settings
        self.admission = admission
        self.gather = gather
        self.filters = filters
        self.grouping = grouping
        self.keys = keys
        self.tieBreaks = tieBreaks
        self.cap = cap
        self.lastResortFilters = lastResortFilters
        self.lists = lists
        self.walk = walk
        self.stageLines = stageLines
        let columns =
            [FactColumn.holdingsLocated, .lastResortPlace]
            + (admission + filters).flatMap(\.columns) + keys.flatMap(\.columns)
            + tieBreaks.flatMap(\.columns) + gather.entries.map(\.column)
            + (lists.template.isEmpty ? [] : [.templatePlace])
        layout = FactLayout(
            columns,
            maximumAges: Dictionary(
                gather.entries.compactMap { entry in
                    entry.maximumAge.map { (entry.column, $0) }
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
        program = RuleProgram(
            settings: settings,
            filters: filters,
            keys: keys,
            tieBreaks: tieBreaks,
            admission: admission,
            lastResortFilters: lastResortFilters,
            layout: layout,
            groupsByInstitution: grouping == .institution,
            cap: cap
        )
    }

    /// The same rules with other values of some settings; those that it does not have are ignored.
    package func setting(_ values: [String: Int64]) -> RoutingRules {
        guard !values.isEmpty else { return self }
        return with(
            settings: settings.map { setting in
                var setting = setting
                setting.value = values[setting.code] ?? setting.value
                return setting
            },
            lists: lists
        )
    }

    /// The same rules with other lists.
    package func replacing(_ lists: Lists) -> RoutingRules {
        with(settings: settings, lists: lists)
    }

    private func with(settings: [RuleSetting], lists: Lists) -> RoutingRules {
        RoutingRules(
            name,
            settings: settings,
            admission: admission,
            gather: gather,
            filters: filters,
            grouping: grouping,
            keys: keys,
            tieBreaks: tieBreaks,
            cap: cap,
            lastResortFilters: lastResortFilters,
            lists: lists,
            walk: walk,
            stageLines: stageLines
        )
    }

    /// The value of a setting; nil where there is none of the code.
    package func value(ofSetting code: String) -> Int64? {
        settings.first { $0.code == code }?.value
    }
}
