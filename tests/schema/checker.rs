//! As much of JSON Schema 2020-12 as docs/schema uses. A keyword it does not know is a fault, so
//! that no schema says more than is checked.

use std::collections::BTreeMap;

use serde_json::Value;

/// Schemas by the name of their file.
pub type Schemas = BTreeMap<String, Value>;

/// What is wrong with a value, a line each with its place.
pub fn faults(schemas: &Schemas, name: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let check = Check { schemas, file: name };
    check.value(&schemas[name], value, "", &mut found);
    found
}

#[derive(Clone, Copy)]
struct Check<'a> {
    schemas: &'a Schemas,
    file: &'a str,
}

impl Check<'_> {
    fn value(self, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let Some(keywords) = schema.as_object() else {
            if schema != &Value::Bool(true) {
                found.push(format!("{at}: may not be there"));
            }
            return;
        };
        for (keyword, says) in keywords {
            let holds = match keyword.as_str() {
                "$schema" | "$defs" | "title" | "description" => true,
                "$ref" => {
                    self.referred(says, value, at, found);
                    true
                }
                "type" => match says {
                    Value::Array(types) => types.iter().any(|t| is_type(value, t)),
                    one => is_type(value, one),
                },
                "const" => value == says,
                "enum" => says.as_array().unwrap().contains(value),
                "minimum" => value.as_f64().is_none_or(|n| n >= says.as_f64().unwrap()),
                "minItems" => value.as_array().is_none_or(|a| a.len() as u64 >= number(says)),
                "maxItems" => value.as_array().is_none_or(|a| a.len() as u64 <= number(says)),
                "anyOf" => says.as_array().unwrap().iter().any(|option| {
                    let mut inside = Vec::new();
                    self.value(option, value, at, &mut inside);
                    inside.is_empty()
                }),
                "items" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(says, item, &format!("{at}/{i}"), found);
                    }
                    true
                }
                "required" => says.as_array().unwrap().iter().all(|field| {
                    value.as_object().is_none_or(|o| o.contains_key(field.as_str().unwrap()))
                }),
                "properties" | "additionalProperties" => {
                    self.fields(schema, keyword == "properties", value, at, found);
                    true
                }
                _ => false,
            };
            if !holds {
                found.push(format!("{at}: {keyword} {says} does not hold for {value}"));
            }
        }
    }

    /// Checks the fields that a schema names, or all others.
    fn fields(self, schema: &Value, named: bool, value: &Value, at: &str, found: &mut Vec<String>) {
        let properties = schema["properties"].as_object();
        for (field, inside) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{field}");
            match properties.and_then(|p| p.get(field)) {
                Some(own) if named => self.value(own, inside, &at, found),
                None if !named => self.value(&schema["additionalProperties"], inside, &at, found),
                _ => {}
            }
        }
    }

    fn referred(self, to: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
        let (file, part) =
            to.as_str().unwrap().split_once('#').unwrap_or((to.as_str().unwrap(), ""));
        let file = if file.is_empty() { self.file } else { file };
        let schema = self.schemas[file].pointer(part).expect("a reference leads somewhere");
        Check { file, ..self }.value(schema, value, at, found);
    }
}

fn is_type(value: &Value, name: &Value) -> bool {
    match name.as_str() {
        Some("null") => value.is_null(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a count of items is a number")
}

#[test]
fn what_breaks_a_schema_is_found() {
    use serde_json::json;
    let schemas = Schemas::from([
        (
            "a".to_owned(),
            json!({
                "type": "object", "required": ["n"], "additionalProperties": false,
                "properties": {
                    "n": {"type": "integer", "minimum": 0},
                    "of": {"anyOf": [{"$ref": "b#/$defs/pair"}, {"type": "null"}]},
                    "kind": {"enum": ["x", "y"]}, "v": {"const": 1},
                    "name": {"type": ["string", "null"]},
                }
            }),
        ),
        (
            "b".to_owned(),
            json!({"$defs": {"pair": {
                "type": "array", "items": {"$ref": "#/$defs/n"}, "minItems": 2, "maxItems": 2
            }, "n": {"type": "integer"}}, "pattern": "x"}),
        ),
    ]);
    let broken = |value: Value| !faults(&schemas, "a", &value).is_empty();
    for whole in [json!({"n": 1}), json!({"n": 0, "of": [1, 2], "kind": "x", "v": 1, "name": null})]
    {
        assert_eq!(faults(&schemas, "a", &whole), [""; 0]);
    }
    let no_schema = [
        json!([]),
        json!({}),
        json!({"n": -1}),
        json!({"n": 1.5}),
        json!({"n": null}),
        json!({"n": 1, "other": 1}),
        json!({"n": 1, "of": [1]}),
        json!({"n": 1, "of": [1, 2, 3]}),
        json!({"n": 1, "of": [1, "2"]}),
        json!({"n": 1, "kind": "z"}),
        json!({"n": 1, "v": 2}),
        json!({"n": 1, "name": 1}),
    ];
    for value in no_schema {
        assert!(broken(value.clone()), "{value}");
    }
    assert!(!faults(&schemas, "b", &json!("x")).is_empty(), "an unknown keyword is a fault");
}
