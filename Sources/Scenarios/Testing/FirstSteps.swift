/// The small network and scenario that `fulfillnet new` writes.
package enum FirstSteps {
    package static let network = """
        # A network of two institutions. 'fulfillnet check network.yaml' says what is wrong with it,
        # 'fulfillnet schema network > network.schema.json' helps an editor to complete it.
        network:
          code: VALLEY
          name: Valley Libraries
          time-zone: America/Chicago

        # What holds for each institution that says nothing else.
        defaults:
          user-groups:
            student: {name: Student, limits: {fees: 10.00, loans: 50}}
            visitor: {name: Visitor from the network, limits: {fees: 5.00, loans: 10}}
          item-policies: {book: Book}
          loan-terms:
            standard: {period: 28 d, fine-per-day: 0.25, maximum-fine: 10.00}
          # The first rule that matches holds; the last must match everything.
          loan-rules:
            - {terms: standard}
          blocks:
            conduct: {name: Conduct, action: "05", network: true}
          staff:
            desk: {name: Circulation desk, roles: [{role: circulation-desk-operator}]}
          # How patrons of other institutions become linked accounts.
          linked-account-rules:
            - {group: visitor, refresh-expiry: true, copy-network-blocks: true}

        institutions:
          NORTH:
            name: North College
            libraries:
              MAIN: {name: North Library, resource-sharing: true}
            locations:
              STACKS: {name: Stacks, library: MAIN}
            patrons:
              list:
                - {code: ada, name: Ada Olsen, group: student, expiry: 2027-06-30,
                   identifiers: {barcode: "N-1001"}}
              synthetic: {count: 200, groups: {student: 1}, expiry: 2027-06-30}
            items:
              list:
                - {barcode: N-1, title: The Prairie in Winter, location: STACKS, policy: book}
          SOUTH:
            name: South University
            libraries:
              MAIN: {name: South Library, resource-sharing: true}
            locations:
              STACKS: {name: Stacks, library: MAIN}
            patrons:
              synthetic: {count: 500, groups: {student: 1}, expiry: 2027-06-30}
            items:
              list:
                - {barcode: S-1, title: Rivers of the Midwest, location: STACKS, policy: book}
                - {barcode: S-2, title: A History of Ice, location: STACKS, policy: book}

        """

    package static let scenario = """
        # Ada of North borrows at South, and is late. Run it with 'fulfillnet run scenario.yaml',
        # check what is expected with 'fulfillnet test scenario.yaml'.
        name: Ada borrows at South
        network: network.yaml
        seed: 1
        start: 2026-01-12
        end: 2026-04-01

        # What patrons do of themselves: those of North, so that nobody is there before Ada.
        demand:
          institutions:
            NORTH: {own-loans: {per-patron-day: 0.001}}

        # What is done, and what must be true.
        timeline:
          - time: 2026-01-20 10:00
            id: visit
            walk-in: {at: SOUTH, patron: NORTH/ada, item: S-1}
          # Without a time: when the actions above have ended.
          - expect:
              loan: {at: SOUTH, patron: NORTH/ada, item: S-1, due: 2026-02-17}
          - time: 2026-01-21 09:00
            id: look
            network-activity: {at: NORTH, as: desk, patron: NORTH/ada}
          - expect:
              view: {of: look, loans: 1, partial: false, parts: {SOUTH: {loans: 1}}}
          - time: 2026-02-20 12:00
            check-in: {at: SOUTH, item: S-1}
          - expect:
              balance: {at: SOUTH, patron: NORTH/ada, is: 0.75}

        """
}
