package import LibraryModel

/// The members of each owner, in the order in which they came: the open loans of each patron, the
/// copies of each record.
///
/// A member is in the list of one owner at most, so all lists are threaded through one row of
/// numbers; a list of one, which most are, lies in its owner's place alone.
package struct HandleLists<Owner: RecordHandle, Member: RecordHandle>: ~Copyable, Sendable {
    private struct Ends: Sendable {
        /// The member that came first, or -1.
        var first: Int32 = -1
        var last: Int32 = -1
    }

    /// Where each owner's list begins and ends; as long as the last owner that ever had one.
    private var ends = Elements<Ends>()
    /// The member after each that is not the last of its list.
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
    func fetch(_ owner: Owner) { ends.fetch(owner.position) }

    /// Whether an owner has no members.
    package func isEmpty(_ owner: Owner) -> Bool {
        owner.position >= ends.count || ends[owner.position].first < 0
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
        isEmpty(owner) ? nil : Member(ends[owner.position].first)
    }

    /// The member that came after one, or nil after the last.
    @inline(__always)
    package func member(after member: Member, of owner: Owner) -> Member? {
        member.index == ends[owner.position].last ? nil : Member(next[member.position])
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
        (0..<ends.count).flatMap { self[Owner(Int32($0))] }.sorted()
    }

    /// Gives back what memory there is for members that are in no list and will be in none.
    mutating func release(_ members: Range<Int>) { next.release(members) }

    /// Puts a member at the end of its owner's list.
    package mutating func append(_ member: Member, to owner: Owner) {
        while ends.count <= owner.position { ends.append(Ends()) }
        count += 1
        let last = ends[owner.position].last
        if last < 0 {
            ends[owner.position].first = member.index
        } else {
            while next.count <= Int(last) { next.append(-1) }
            next[Int(last)] = member.index
        }
        ends[owner.position].last = member.index
    }

    /// Takes a member out of its owner's list; there being none changes nothing.
    package mutating func remove(_ member: Member, from owner: Owner) {
        guard !isEmpty(owner) else { return }
        let (first, last) = (ends[owner.position].first, ends[owner.position].last)
        if first == member.index {
            count -= 1
            ends[owner.position] =
                first == last ? Ends() : Ends(first: next[Int(first)], last: last)
            return
        }
        var before = first
        while before != last {
            let present = next[Int(before)]
            if present == member.index {
                count -= 1
                if present == last {
                    ends[owner.position].last = before
                } else {
                    next[Int(before)] = next[Int(present)]
                }
                return
            }
            before = present
        }
    }
}
