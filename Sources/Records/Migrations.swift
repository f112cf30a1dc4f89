import GRDB

/// The schema, step by step. A step that has shipped is never edited: a later one changes it.
///
/// What must hold is said here rather than trusted to code: who owns what (foreign keys), one read
/// a stage and one meaning a key (unique), the order of stages and append-only tables (triggers).
/// Times are milliseconds since 1970.
func migrator() -> DatabaseMigrator {
  var migrator = DatabaseMigrator()
  migrator.registerMigration("1 people") { try $0.execute(sql: people) }
  migrator.registerMigration("2 work") { try $0.execute(sql: work) }
  migrator.registerMigration("3 audit") { try $0.execute(sql: audit) }
  migrator.registerMigration("4 append only") { db in
    for table in ["attempt", "readRecord", "auditEntry"] {
      try db.execute(sql: appendOnly(table))
    }
  }
  migrator.registerMigration("5 traces") { try $0.execute(sql: traces) }
  migrator.registerMigration("6 rescores") { db in
    try db.execute(sql: rescores)
    try db.execute(sql: appendOnly("rescore"))
  }
  migrator.registerMigration("7 evidence") { db in
    try db.execute(sql: evidence)
    try db.execute(sql: appendOnly("caseChoice"))
  }
  migrator.registerMigration("8 assistance") { db in
    try db.execute(sql: assistance)
    try db.execute(sql: appendOnly("aiReveal"))
  }
  return migrator
}

private let people = """
  CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    nameKey TEXT NOT NULL UNIQUE,
    displayName TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('trainee', 'instructor', 'department', 'administrator')),
    passwordHash TEXT,
    createdAt INTEGER NOT NULL,
    disabledAt INTEGER
  ) STRICT;

  CREATE TABLE signInLink (
    tokenDigest BLOB PRIMARY KEY,
    account INTEGER REFERENCES account (id),
    role TEXT CHECK (role IN ('trainee', 'instructor', 'department', 'administrator')),
    createdAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL,
    usedAt INTEGER,
    CHECK ((account IS NULL) <> (role IS NULL))
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    tokenDigest BLOB PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    createdAt INTEGER NOT NULL,
    lastSeenAt INTEGER NOT NULL,
    expiresAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessionByAccount ON session (account);

  CREATE TABLE cohort (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    nameKey TEXT NOT NULL UNIQUE
  ) STRICT;

  CREATE TABLE cohortMember (
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    account INTEGER NOT NULL REFERENCES account (id),
    PRIMARY KEY (cohort, account)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX cohortMemberByAccount ON cohortMember (account);

  CREATE TABLE cohortCurriculum (
    cohort INTEGER NOT NULL REFERENCES cohort (id),
    curriculum TEXT NOT NULL,
    assignedAt INTEGER NOT NULL,
    dueAt INTEGER,
    PRIMARY KEY (cohort, curriculum)
  ) STRICT, WITHOUT ROWID;
  """

private let work = """
  CREATE TABLE attempt (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 32),
    account INTEGER NOT NULL REFERENCES account (id),
    curriculum TEXT NOT NULL,
    unit TEXT NOT NULL,
    caseId TEXT NOT NULL,
    caseDigest TEXT NOT NULL,
    mode TEXT NOT NULL,
    startedAt INTEGER NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    UNIQUE (id, account),
    UNIQUE (account, caseId, ordinal)
  ) STRICT;
  CREATE INDEX attemptByAccount ON attempt (account, sequence);
  CREATE INDEX attemptByUnit ON attempt (curriculum, unit, account);

  CREATE TABLE draft (
    attempt TEXT PRIMARY KEY REFERENCES attempt (id),
    body TEXT NOT NULL CHECK (json_valid(body)),
    savedAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE readRecord (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    attempt TEXT NOT NULL,
    account INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('first', 'final')),
    body TEXT NOT NULL CHECK (json_valid(body)),
    bodyDigest TEXT NOT NULL CHECK (length(bodyDigest) = 64),
    idempotencyKey TEXT NOT NULL,
    receivedAt INTEGER NOT NULL,
    rubric TEXT NOT NULL,
    score TEXT NOT NULL CHECK (json_valid(score)),
    aiTraceDigest TEXT,
    modelDigest TEXT,
    UNIQUE (attempt, stage),
    UNIQUE (account, idempotencyKey),
    FOREIGN KEY (attempt, account) REFERENCES attempt (id, account)
  ) STRICT;
  CREATE INDEX readRecordByAccount ON readRecord (account, sequence);

  CREATE TRIGGER finalReadFollowsFirst BEFORE INSERT ON readRecord
  WHEN NEW.stage = 'final' AND NOT EXISTS (
    SELECT 1 FROM attempt
    JOIN readRecord ON readRecord.attempt = attempt.id AND readRecord.stage = 'first'
    WHERE attempt.id = NEW.attempt AND attempt.mode = 'secondRead')
  BEGIN
    SELECT raise(ABORT, 'a final read follows a first read, in second-read mode');
  END;
  """

private let audit = """
  CREATE TABLE auditEntry (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32)
  ) STRICT;
  """

private let traces = """
  CREATE TABLE trace (
    caseDigest TEXT NOT NULL,
    view TEXT NOT NULL,
    modelDigest TEXT NOT NULL,
    body TEXT NOT NULL,
    keptAt INTEGER NOT NULL,
    PRIMARY KEY (caseDigest, view, modelDigest)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER traceIsNotUpdated BEFORE UPDATE ON trace
  BEGIN
    SELECT raise(ABORT, 'trace is append-only');
  END;
  """

/// What was decided about the AI when a case was opened, and what it said when it was first shown.
private let assistance = """
  ALTER TABLE attempt ADD COLUMN isProbe INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE attempt ADD COLUMN isErrorPlanted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE attempt ADD COLUMN planSeed INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE aiReveal (
    attempt TEXT PRIMARY KEY REFERENCES attempt (id),
    at INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('first', 'final')),
    plantedError TEXT CHECK (plantedError IN ('miss', 'falseAlarm', 'wrongCategory')),
    assessment TEXT,
    malignancy REAL,
    modelDigest TEXT NOT NULL,
    draft TEXT CHECK (draft IS NULL OR json_valid(draft))
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX attemptByCase ON attempt (caseId, account);

  -- Until now the AI never came before a first answer.
  ALTER TABLE evidence ADD COLUMN isUnaided INTEGER NOT NULL DEFAULT 0 CHECK (isUnaided IN (0, 1));
  UPDATE evidence SET isUnaided = stage = 'first';
  """

/// What is counted, flat, so that figures need no score decoded. `evidence` follows from the score that
/// counts: written with the read, and again when it is scored again; `standing` follows from `evidence` and may be thrown away at any time.
private let evidence = """
  CREATE TABLE evidence (
    read INTEGER PRIMARY KEY REFERENCES readRecord (sequence),
    attempt TEXT NOT NULL REFERENCES attempt (id),
    account INTEGER NOT NULL REFERENCES account (id),
    curriculum TEXT NOT NULL,
    unit TEXT NOT NULL,
    caseId TEXT NOT NULL,
    mode TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('first', 'final')),
    isNewCase INTEGER NOT NULL CHECK (isNewCase IN (0, 1)),
    receivedAt INTEGER NOT NULL,
    skills TEXT NOT NULL CHECK (json_valid(skills)),
    errors TEXT NOT NULL CHECK (json_valid(errors)),
    falseMarks INTEGER NOT NULL,
    duration REAL NOT NULL,
    calledPositive INTEGER NOT NULL CHECK (calledPositive IN (0, 1)),
    isMalignant INTEGER NOT NULL CHECK (isMalignant IN (0, 1)),
    assessment TEXT,
    likelihood REAL,
    aiCalledPositive INTEGER CHECK (aiCalledPositive IN (0, 1)),
    aiAssessment TEXT,
    aiLikelihood REAL
  ) STRICT;
  CREATE INDEX evidenceByAccount ON evidence (account, read);
  CREATE INDEX evidenceByCase ON evidence (caseId, account);
  CREATE INDEX evidenceByAttempt ON evidence (attempt, stage);

  INSERT INTO evidence
    (read, attempt, account, curriculum, unit, caseId, mode, stage, isNewCase, receivedAt, skills,
     errors, falseMarks, duration, calledPositive, isMalignant, assessment, likelihood)
  SELECT readRecord.sequence, attempt.id, attempt.account, curriculum, unit, caseId, mode, stage,
    NOT EXISTS (
      SELECT 1 FROM attempt AS other JOIN readRecord AS before ON before.attempt = other.id
      WHERE other.account = attempt.account AND other.caseId = attempt.caseId
        AND other.id <> attempt.id AND before.sequence < readRecord.sequence),
    receivedAt, json_extract(score, '$.skills'),
    (SELECT json_group_array(value ->> 'errorKind') FROM json_each(score, '$.lesions')
     WHERE value ->> 'errorKind' IS NOT NULL),
    json_array_length(score, '$.falseMarks'), json_extract(body, '$.duration'),
    json_extract(score, '$.calledPositive'), json_extract(score, '$.isMalignant'),
    json_extract(score, '$.assessment'), json_extract(body, '$.likelihood')
  FROM scoredRead AS readRecord JOIN attempt ON attempt.id = readRecord.attempt;

  CREATE TABLE standing (
    account INTEGER PRIMARY KEY REFERENCES account (id),
    rule TEXT NOT NULL,
    lastRead INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
  ) STRICT;

  CREATE TRIGGER evidenceFollowsRescore AFTER INSERT ON rescore
  BEGIN
    UPDATE evidence SET
      skills = json_extract(NEW.score, '$.skills'),
      errors = (SELECT json_group_array(value ->> 'errorKind') FROM json_each(NEW.score, '$.lesions')
        WHERE value ->> 'errorKind' IS NOT NULL),
      falseMarks = json_array_length(NEW.score, '$.falseMarks'),
      calledPositive = json_extract(NEW.score, '$.calledPositive'),
      isMalignant = json_extract(NEW.score, '$.isMalignant'),
      assessment = json_extract(NEW.score, '$.assessment')
    WHERE attempt = NEW.attempt AND stage = NEW.stage;
    DELETE FROM standing
    WHERE account = (SELECT account FROM attempt WHERE id = NEW.attempt);
  END;

  CREATE TABLE caseChoice (
    attempt TEXT PRIMARY KEY REFERENCES attempt (id),
    reason TEXT NOT NULL CHECK (json_valid(reason))
  ) STRICT, WITHOUT ROWID;
  """

/// A read scored again keeps the score it had; the newest one counts. `scoredRead` is `readRecord`
/// with the score that counts.
private let rescores = """
  CREATE TABLE rescore (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    attempt TEXT NOT NULL,
    stage TEXT NOT NULL,
    rubric TEXT NOT NULL,
    score TEXT NOT NULL CHECK (json_valid(score)),
    scoredAt INTEGER NOT NULL,
    FOREIGN KEY (attempt, stage) REFERENCES readRecord (attempt, stage)
  ) STRICT;
  CREATE INDEX rescoreByRead ON rescore (attempt, stage, sequence);

  CREATE VIEW scoredRead AS
  SELECT sequence, attempt, account, stage, body, bodyDigest, idempotencyKey, receivedAt,
    coalesce(
      (SELECT again.rubric FROM rescore AS again
        WHERE again.attempt = readRecord.attempt AND again.stage = readRecord.stage
        ORDER BY again.sequence DESC LIMIT 1), rubric) AS rubric,
    coalesce(
      (SELECT again.score FROM rescore AS again
        WHERE again.attempt = readRecord.attempt AND again.stage = readRecord.stage
        ORDER BY again.sequence DESC LIMIT 1), score) AS score,
    aiTraceDigest, modelDigest
  FROM readRecord;
  """

private func appendOnly(_ table: String) -> String {
  """
  CREATE TRIGGER \(table)IsNotUpdated BEFORE UPDATE ON \(table)
  BEGIN
    SELECT raise(ABORT, '\(table) is append-only');
  END;
  CREATE TRIGGER \(table)IsNotDeleted BEFORE DELETE ON \(table)
  BEGIN
    SELECT raise(ABORT, '\(table) is append-only');
  END;
  """
}
