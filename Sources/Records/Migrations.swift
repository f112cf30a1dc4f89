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
  migrator.registerMigration("6 assistance") { db in
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
