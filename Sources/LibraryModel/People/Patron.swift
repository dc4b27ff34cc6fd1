package import SimulationKernel

/// A set of an institution's libraries or categories: the first 64 of a kind, which the
/// configuration enforces.
package struct SmallSet: Hashable, Sendable, Codable {
    package var bits: UInt64

    package init(bits: UInt64 = 0) {
        self.bits = bits
    }

    package init(_ members: some Sequence<some RecordHandle>) {
        bits = members.reduce(0) { $0 | 1 << UInt64($1.index) }
    }

    package static let maximumCount = 64

    package var isEmpty: Bool { bits == 0 }
    package var count: Int { bits.nonzeroBitCount }

    package func contains(_ member: some RecordHandle) -> Bool {
        member.index < Self.maximumCount && bits & 1 << UInt64(member.index) != 0
    }

    /// The members in order.
    package func members<Member: RecordHandle>(_: Member.Type) -> [Member] {
        (0..<Int32(Self.maximumCount)).filter { bits & 1 << UInt64($0) != 0 }.map { Member($0) }
    }
}

/// A patron's record at one institution: its own, or a linked copy of another institution's.
///
/// A network has millions of them, so each is kept small.
package struct Patron: Sendable {
    /// Who wrote the list of resource sharing libraries last.
    package enum ListOrigin: UInt8, Sendable {
        case none, manual, job
        /// A load from the system that manages the account.
        case load
    }

    // In an order that leaves few gaps.
    package var statisticalCategories: SmallSet
    /// The libraries that may own this patron's requests.
    package var resourceSharingLibraries: SmallSet
    /// The last day on which the patron may borrow.
    package var expiry: CivilDate
    private var linkedAccountHandle: OptionalHandle<LinkedAccountID>
    private var groupHandle: ShortHandle<UserGroupID>
    private var campusHandle: OptionalShortHandle<CampusID>
    private var jobCategoryHandle: OptionalShortHandle<JobCategoryID>
    /// Who manages the record.
    package var account: AccountKind
    package var resourceSharingOrigin: ListOrigin

    package var group: UserGroupID {
        get { groupHandle.value }
        set { groupHandle = ShortHandle(newValue) }
    }

    package var campus: CampusID? {
        get { campusHandle.value }
        set { campusHandle.value = newValue }
    }

    package var jobCategory: JobCategoryID? {
        get { jobCategoryHandle.value }
        set { jobCategoryHandle.value = newValue }
    }

    /// The link to the source record, where this is a copy.
    package var linkedAccount: LinkedAccountID? {
        get { linkedAccountHandle.value }
        set { linkedAccountHandle.value = newValue }
    }

    package init(
        group: UserGroupID,
        expiry: CivilDate,
        campus: CampusID? = nil,
        jobCategory: JobCategoryID? = nil,
        statisticalCategories: SmallSet = SmallSet(),
        resourceSharingLibraries: SmallSet = SmallSet(),
        resourceSharingOrigin: ListOrigin = .none,
        linkedAccount: LinkedAccountID? = nil,
        account: AccountKind = .internal
    ) {
        self.account = account
        groupHandle = ShortHandle(group)
        self.expiry = expiry
        campusHandle = OptionalShortHandle(campus)
        jobCategoryHandle = OptionalShortHandle(jobCategory)
        self.statisticalCategories = statisticalCategories
        self.resourceSharingLibraries = resourceSharingLibraries
        self.resourceSharingOrigin = resourceSharingOrigin
        linkedAccountHandle = OptionalHandle(linkedAccount)
    }
}
