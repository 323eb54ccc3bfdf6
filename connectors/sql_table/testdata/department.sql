-- A department's database to try the connector with: workplaces to read, doses to write.
CREATE TABLE workplaces (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  tax_code TEXT,
  address TEXT,
  employees INTEGER,
  updated_at TEXT NOT NULL
);
INSERT INTO workplaces VALUES
  ('DN01', 'Công ty May Sông Mã', '2800000001', 'Lô A, KCN Lễ Môn', 1200, '2026-11-20 08:00:00'),
  ('DN02', 'Nhà máy Giầy Hoàng Long', '2800000002', 'KCN Hoàng Long', 800, '2026-11-20 08:00:00');
CREATE TABLE immunizations (
  id TEXT PRIMARY KEY,
  citizen_id TEXT,
  full_name TEXT,
  vaccine_code TEXT NOT NULL,
  dose_number INTEGER,
  injected_on TEXT,
  lot TEXT
);
