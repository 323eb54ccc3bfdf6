// Every page of the console: address, name, icon, who sees it, and where its code lies.
import {
  ApartmentOutlined, ApiOutlined, AuditOutlined, DashboardOutlined, EnvironmentOutlined, FileProtectOutlined,
  FunctionOutlined, IdcardOutlined, KeyOutlined, MailOutlined, MergeOutlined, NodeIndexOutlined, SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { Right } from '../api/types';

type Loaded = Promise<{ default: ComponentType }>;
export type PageEntry = {
  path: string;
  name: readonly [string, string];
  right: Right;
  Icon?: typeof DashboardOutlined; // stands in the navigation
  group?: number;
  Page: LazyExoticComponent<ComponentType>;
};

const page = (load: () => Loaded) => lazy(load);

export const groups: readonly (readonly [string, string])[] = [
  ['Theo dõi', 'Watch'], ['Xử lý', 'Act'], ['Cấu hình', 'Configure'], ['Quản trị', 'Govern'],
];

export const pages: readonly PageEntry[] = [
  { path: '/', name: ['Tổng quan', 'Overview'], right: 'look', group: 0, Icon: DashboardOutlined,
    Page: page(() => import('../pages/overview/Overview')) },
  { path: '/flows', name: ['Luồng dữ liệu', 'Flows'], right: 'look', group: 0, Icon: NodeIndexOutlined,
    Page: page(() => import('../pages/flows/Flows')) },
  { path: '/flows/:flow', name: ['Luồng dữ liệu', 'Flow'], right: 'look', Page: page(() => import('../pages/flows/Flow')) },
  { path: '/systems', name: ['Hệ thống', 'Systems'], right: 'look', group: 0, Icon: ApartmentOutlined,
    Page: page(() => import('../pages/systems/Systems')) },
  { path: '/systems/new', name: ['Thêm hệ thống', 'Add a system'], right: 'administer',
    Page: page(() => import('../pages/systems/NewSystem')) },
  { path: '/systems/:system', name: ['Hệ thống', 'System'], right: 'look',
    Page: page(() => import('../pages/systems/System')) },
  { path: '/dead-letters', name: ['Bản ghi lỗi', 'Dead letters'], right: 'look', group: 1, Icon: MailOutlined,
    Page: page(() => import('../pages/letters/Causes')) },
  { path: '/dead-letters/cause/:cause', name: ['Bản ghi lỗi', 'Dead letters'], right: 'letters',
    Page: page(() => import('../pages/letters/CauseLetters')) },
  { path: '/dead-letters/:letter', name: ['Bản ghi lỗi', 'Dead letter'], right: 'letters',
    Page: page(() => import('../pages/letters/Letter')) },
  { path: '/records', name: ['Tra cứu', 'Records'], right: 'records', group: 1, Icon: IdcardOutlined,
    Page: page(() => import('../pages/records/Records')) },
  { path: '/records/:entity/:row', name: ['Bản ghi', 'Record'], right: 'records',
    Page: page(() => import('../pages/records/Record')) },
  { path: '/reviews', name: ['Duyệt trùng', 'Match review'], right: 'records', group: 1, Icon: MergeOutlined,
    Page: page(() => import('../pages/reviews/Reviews')) },
  { path: '/mappings', name: ['Ánh xạ', 'Mappings'], right: 'operate', group: 2, Icon: FunctionOutlined,
    Page: page(() => import('../pages/mappings/Mappings')) },
  { path: '/mappings/:mapping', name: ['Ánh xạ', 'Mapping'], right: 'operate',
    Page: page(() => import('../pages/mappings/Mapping')) },
  { path: '/settings', name: ['Tệp cấu hình', 'Settings'], right: 'operate', group: 2, Icon: SettingOutlined,
    Page: page(() => import('../pages/settings/Settings')) },
  { path: '/secrets', name: ['Bí mật', 'Secrets'], right: 'administer', group: 2, Icon: KeyOutlined,
    Page: page(() => import('../pages/secrets/Secrets')) },
  { path: '/plugins', name: ['Bộ kết nối', 'Connectors'], right: 'look', group: 2, Icon: ApiOutlined,
    Page: page(() => import('../pages/plugins/Plugins')) },
  { path: '/units', name: ['Đơn vị hành chính', 'Units'], right: 'look', group: 2, Icon: EnvironmentOutlined,
    Page: page(() => import('../pages/units/Units')) },
  { path: '/reports', name: ['Báo cáo', 'Reports'], right: 'look', group: 3, Icon: FileProtectOutlined,
    Page: page(() => import('../pages/reports/Reports')) },
  { path: '/audit', name: ['Nhật ký', 'Audit log'], right: 'audit', group: 3, Icon: AuditOutlined,
    Page: page(() => import('../pages/audit/Audit')) },
  { path: '/users', name: ['Người dùng', 'Users'], right: 'administer', group: 3, Icon: TeamOutlined,
    Page: page(() => import('../pages/users/Users')) },
  { path: '/account', name: ['Tài khoản', 'Account'], right: 'look', Page: page(() => import('../pages/account/Account')) },
];

