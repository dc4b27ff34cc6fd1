import Foundation
import Scenarios
import Testing

struct JSONSchemaTests {
    @Test("A shape prints as JSON Schema, key by key in the order of its description")
    func golden() {
        let shape = Shape.object(
            ObjectShape(
                "a library",
                "A place with a door.",
                [
                    .required("code", .code, "Its \"code\"."),
                    .optional("days", .integer(1...365), default: "14", "How long."),
                    .optional("fine", .money(fractionDigits: 2), "How much."),
                    .optional("mode", .choice(["on", "true"]), "How."),
                    .optional("tree", Self.tree, "What."),
                ]
            )
        )
        let schema = shape.jsonSchema(title: "Sample", description: "A sample.")
        #expect(schema == Self.expected)
    }

    static let tree: Shape = .reference("Tree", .list(of: .either([.code, tree]), count: 1...9))

    static let expected = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Sample",
          "description": "A sample.",
          "type": "object",
          "properties": {
            "code": {
              "description": "Its \"code\".",
              "type": ["string", "number", "boolean"],
              "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
            },
            "days": {
              "description": "How long.",
              "type": "integer",
              "minimum": 1,
              "maximum": 365,
              "default": 14
            },
            "fine": {
              "description": "How much.",
              "type": ["number", "string"],
              "minimum": 0,
              "maximum": 1000000000,
              "pattern": "^\\+?[0-9]+(\\.[0-9]{1,2}0*)?$"
            },
            "mode": {
              "description": "How.",
              "enum": ["on", true, "true"]
            },
            "tree": {
              "description": "What.",
              "$ref": "#/$defs/Tree"
            }
          },
          "required": ["code"],
          "additionalProperties": false,
          "$defs": {
            "Tree": {
              "type": "array",
              "items": {
                "anyOf": [
                  {
                    "type": ["string", "number", "boolean"],
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
                  },
                  {
                    "$ref": "#/$defs/Tree"
                  }
                ]
              },
              "minItems": 1,
              "maxItems": 9
            }
          }
        }

        """#

    @Test("What several places have alike is defined once, and what one place has is written there")
    func sharing() throws {
        let door: Shape = .object(
            ObjectShape("a door", "A door.", [.optional("lock", .code, "A lock.")])
        )
        let shape = Shape.object(
            ObjectShape(
                "a house",
                "A house.",
                [
                    .optional("front", door, "The front door."),
                    .optional("back", door, "The other."),
                    .optional(
                        "roof",
                        .object(
                            ObjectShape("a roof", "A roof.", [.optional("door", door, "A hatch.")])
                        ),
                        "The roof."
                    ),
                ]
            )
        )
        let schema = shape.jsonSchema(title: "House", description: "A house.")
        #expect(
            schema.contains(
                """
                    "front": {
                      "description": "The front door.",
                      "$ref": "#/$defs/Door"
                    },
                """
            )
        )
        #expect(schema.contains("\"title\": \"Roof\""))
        let object = try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any]
        #expect((object?["$defs"] as? [String: Any])?.keys.sorted() == ["Door"])
    }

    @Test("The schemas that the tool prints are no larger than they have to be")
    func sizes() {
        for (shape, most) in [
            (CaseShapes.file, 250_000), (ScenarioShapes.file, 250_000),
            (NetworkShapes.file, 200_000),
            (RuleSetShapes.file, 80_000),
        ] {
            #expect(shape.jsonSchema(title: "x", description: "x").utf8.count < most)
        }
    }

    @Test("The schema of a large format is JSON and the same every time")
    func determinism() throws {
        let first = SampleFormat.shape.jsonSchema(title: "Sample", description: "A sample.")
        let second = SampleFormat.shape.jsonSchema(title: "Sample", description: "A sample.")
        #expect(first == second)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any]
        )
        let definitions = try #require(object["$defs"] as? [String: Any])
        #expect(definitions.keys.sorted() == ["Condition", "DurationLaw", "NumberLaw_0_100"])
    }
}
