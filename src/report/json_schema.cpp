#include "report/writers.hpp"

namespace limbeck::report {

std::string_view json_schema() {
  return R"schema({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "limbeck: reports",
  "description": "What `--format json` prints. `version` goes up when something that is here is taken away or means something else; more may be added without that.",
  "type": "object",
  "required": ["version", "tool", "command", "status", "findings"],
  "properties": {
    "version": { "const": 1 },
    "tool": {
      "type": "object",
      "required": ["name", "version"],
      "properties": { "name": { "const": "limbeck" }, "version": { "type": "string" } }
    },
    "command": { "description": "The command that found it: check, diff, validate, history.", "type": "string" },
    "status": { "description": "The exit status of the process.", "type": "integer" },
    "failure": {
      "description": "Why the command could not go on; the findings are what it knew until then.",
      "type": "object",
      "required": ["message"],
      "properties": { "message": { "type": "string" }, "hint": { "type": "string" } }
    },
    "findings": { "type": "array", "items": { "$ref": "#/$defs/finding" } },
    "sql": {
      "description": "Of check and diff: all of the SQL, as the sections of a revision file.",
      "type": "object",
      "required": ["upgrade", "downgrade"],
      "properties": {
        "upgrade": { "description": "From the database to the models.", "type": "string" },
        "downgrade": { "description": "And back.", "type": "string" }
      }
    }
  },
  "$defs": {
    "finding": {
      "type": "object",
      "required": ["rule", "severity", "message"],
      "properties": {
        "rule": { "description": "Its stable id, such as difference-changed.", "type": "string" },
        "severity": { "enum": ["error", "warning", "note"] },
        "message": { "type": "string" },
        "hint": { "description": "The next step to take.", "type": "string" },
        "file": { "description": "As seen from the working directory.", "type": "string" },
        "line": { "description": "From 1. Of what the models do not have: where its table stands.", "type": "integer", "minimum": 1 },
        "column": { "description": "From 1, in code points.", "type": "integer", "minimum": 1 },
        "difference": { "$ref": "#/$defs/difference" }
      },
      "dependentRequired": { "line": ["file", "column"] }
    },
    "difference": {
      "type": "object",
      "required": ["verb", "kind", "name", "was", "now", "upgrade", "downgrade"],
      "properties": {
        "verb": { "description": "What the upgrade does with the object.", "enum": ["added", "removed", "changed", "renamed"] },
        "kind": { "description": "table, column, default, constraint, index, view ...", "type": "string" },
        "name": { "description": "public.customers.email", "type": "string" },
        "was": { "description": "What the database has, as a model would say it; of a renamed object its old name. null: nothing that a model would say in one place.", "type": ["string", "null"] },
        "now": { "description": "What the models say; of a renamed object its new name.", "type": ["string", "null"] },
        "upgrade": { "description": "The statements that are about it, or about what comes and goes with it.", "$ref": "#/$defs/statements" },
        "downgrade": { "$ref": "#/$defs/statements" }
      }
    },
    "statements": {
      "type": "array",
      "items": {
        "type": "object",
        "required": ["sql", "hazards"],
        "properties": {
          "sql": { "description": "Without a semicolon.", "type": "string" },
          "hazards": {
            "type": "array",
            "items": {
              "type": "object",
              "required": ["name", "object", "text"],
              "properties": {
                "name": { "description": "DATA_LOSS, MAY_FAIL, REWRITE, IRREVERSIBLE", "type": "string" },
                "object": { "description": "As --allow takes it: public.people.fax", "type": "string" },
                "text": { "type": "string" }
              }
            }
          }
        }
      }
    }
  }
}
)schema";
}

}  // namespace limbeck::report
