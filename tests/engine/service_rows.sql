-- The invented service's rows: made-up people, and values that are easily lost on the way.

INSERT INTO person (name, born, seen, waited, score, exact, answers, letter, tags, matrix, feeling)
SELECT 'Invented ' || n || E'\t\n\\. "é" ' || chr(128512), date '1940-01-01' + n, timestamptz '2024-03-31 01:30+00',
       n * interval '1 day 3 hours', 1.0 / n, 1e30 / n, jsonb_build_object('n', n, 'null', null),
       decode(lpad(to_hex(n), 8, '0'), 'hex'), ARRAY['a,b', NULL, '"{}"'], ARRAY[[1, n], [n, 2]], 'sorry'
FROM generate_series(1, 500) n;
INSERT INTO person (name, score, born) VALUES ('Nobody', 'NaN', 'infinity'), ('', '-Infinity', NULL);
INSERT INTO team (lead, parent) VALUES (1, NULL), (2, 1), (3, 2);
UPDATE team SET parent = 3 WHERE id = 1;
UPDATE person SET favourite_team = 1 + id % 3;
INSERT INTO audit (said) VALUES ('first'), ('second');
INSERT INTO reading VALUES ('2024-05-01', 1), ('2030-01-01', 2), (NULL, NULL);
SELECT set_config('goldthread.council', '1', true);
INSERT INTO walled SELECT 1, 'ours ' || n FROM generate_series(1, 50) n;
SELECT set_config('goldthread.council', '2', true);
INSERT INTO walled SELECT 2, 'theirs ' || n FROM generate_series(1, 50) n;
INSERT INTO "Odd {} %s ""name""" VALUES (1, '\N'), (NULL, NULL), (3, '');
INSERT INTO nothing DEFAULT VALUES;
INSERT INTO nothing DEFAULT VALUES;
REFRESH MATERIALIZED VIEW loudest;
