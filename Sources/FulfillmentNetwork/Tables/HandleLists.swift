package import LibraryModel

/// The members of each owner, in the order in which they came: the open loans of each patron, the
/// copies of each record.
///
/// A member is in the list of one owner at most, so all lists are threaded through one row of
/// numbers; a list of one, which most are, lies in its owner's place alone. Lists are short, so nothing
/// says where one ends but its end.
package struct HandleLists<Owner: RecordHandle, Member: RecordHandle>: ~Copyable, Sendable {
    /// A list's first member, and whether there are more.
    private struct Head: Sendable {
        private var bits: Int32

        static var empty: Head { Head(bits: .min) }
        /// A list of one.
        static func only(_ member: Int32) -> Head { Head(bits: member) }
        /// A list that goes on after its first.
        static func first(_ member: Int32) -> Head { Head(bits: ~member) }

        private init(bits: Int32) { self.bits = bits }

        @inline(__always) var isEmpty: Bool { bits == .min }
        /// Whether there is one member.
        @inline(__always) var isOnly: Bool { bits >= 0 }
        /// The first member of a list that is not empty.
        @inline(__always) var first: Int32 { isOnly ? bits : ~bits }
    }

    /// What stands after the last member of a list.
    private static var none: Int32 { -1 }

    /// Each owner's list; as long as the last owner that ever had one.
    private var heads = Elements<Head>()
    /// The member after each of a list of several.
    private var next = Elements<Int32>()
    /// The number of members of all owners.
    package private(set) var count = 0

    package init() {}

    /// The members of an owner, oldest first.
    package subscript(owner: Owner) -> [Member] {
        var members: [Member] = []
        var present = first(of: owner)
        while let member = present {
            members.append(member)
            present = self.member(after: member, of: owner)
        }
        return members
    }

    /// Lets what is known of an owner be fetched into the cache.
    @inline(__always)
    func fetch(_ owner: Owner) { heads.fetch(owner.position) }

    /// Lets be fetched what comes after a member.
    @inline(__always)
    func fetch(after member: Member) { next.fetch(member.position) }

    /// Whether an owner has no members.
    package func isEmpty(_ owner: Owner) -> Bool {
        owner.position >= heads.count || heads[owner.position].isEmpty
    }

    /// The number of an owner's members.
    ///
    /// - Complexity: O(*n*).
    package func count(of owner: Owner) -> Int {
        var count = 0
        forEach(of: owner) { _ in count += 1 }
        return count
    }

    /// The member that came first.
    @inline(__always)
    package func first(of owner: Owner) -> Member? {
        isEmpty(owner) ? nil : Member(heads[owner.position].first)
    }

    /// The member that came after one, or nil after the last.
    @inline(__always)
    package func member(after member: Member, of owner: Owner) -> Member? {
        if heads[owner.position].isOnly { return nil }
        let after = next[member.position]
        return after == Self.none ? nil : Member(after)
    }

    /// The first member for which something holds.
    @inline(__always)
    package func first(of owner: Owner, where isMeant: (Member) -> Bool) -> Member? {
        var present = first(of: owner)
        while let member = present, !isMeant(member) {
            present = self.member(after: member, of: owner)
        }
        return present
    }

    /// Does something with each member; the lists must not change meanwhile.
    @inline(__always)
    package func forEach(of owner: Owner, _ body: (Member) -> Void) {
        var present = first(of: owner)
        while let member = present {
            body(member)
            present = self.member(after: member, of: owner)
        }
    }

    /// The members of all owners, in order of member.
    package var members: [Member] {
        (0..<heads.count).flatMap { self[Owner(Int32($0))] }.sorted()
    }

    /// Gives back what memory there is for members that are in no list and will be in none.
    mutating func release(_ members: GoneRows) { next.release(members) }

    /// Puts a member at the end of its owner's list.
    ///
    /// - Complexity: O(*n*), where *n* is the length of that list.
    package mutating func append(_ member: Member, to owner: Owner) {
        while heads.count <= owner.position { heads.append(.empty) }
        count += 1
        let head = heads[owner.position]
        guard !head.isEmpty else {
            heads[owner.position] = .only(member.index)
            return
        }
        var last = head.first
        if head.isOnly {
            heads[owner.position] = .first(last)
        } else {
            while next[Int(last)] != Self.none { last = next[Int(last)] }
        }
        while next.count <= Int(max(last, member.index)) { next.append(Self.none) }
        next[Int(last)] = member.index
        next[member.position] = Self.none
    }

    /// Takes a member out of its owner's list; there being none changes nothing.
    package mutating func remove(_ member: Member, from owner: Owner) {
        guard !isEmpty(owner) else { return }
        let head = heads[owner.position]
        if head.isOnly {
            guard head.first == member.index else { return }
            count -= 1
            heads[owner.position] = .empty
            return
        }
        let first = head.first
        if first == member.index {
            count -= 1
            begin(with: next[Int(first)], of: owner)
            return
        }
        var before = first
        while next[Int(before)] != Self.none {
            let present = next[Int(before)]
            if present == member.index {
                count -= 1
                next[Int(before)] = next[Int(present)]
                begin(with: first, of: owner)
                return
            }
            before = present
        }
    }

    /// Lets an owner's list begin with a member that stands in it.
    private mutating func begin(with member: Int32, of owner: Owner) {
        heads[owner.position] = next[Int(member)] == Self.none ? .only(member) : .first(member)
    }
}
