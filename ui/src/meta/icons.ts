import {
  Activity, BadgeCheck, Banknote, Box, Boxes, Briefcase, Building, Building2, Calendar, ClipboardList, Contact, CreditCard, Factory, FileCheck, FileText, Flag, Folder, FolderKanban, Gift, Globe, Handshake,
  Headset, Landmark, LayoutList, LifeBuoy, ListTodo, Mail, MapPin, Megaphone, MessageSquare, MessageSquareText, MessagesSquare, Milestone, Package, Phone, PhoneCall, Receipt, ReceiptText, Scale, School,
  ShieldCheck, ShoppingCart, Star, Store, Tag, Target, Ticket, TrendingUp, Truck, User, UserRound, Users, UsersRound, Wallet, Wrench, type LucideIcon,
} from 'lucide-react'

/** The icons that definitions may name; a name that is not here shows a box. */
export const icons: Readonly<Record<string, LucideIcon>> = {
  activity: Activity, 'badge-check': BadgeCheck, banknote: Banknote, box: Box, boxes: Boxes, briefcase: Briefcase, building: Building, 'building-2': Building2, calendar: Calendar,
  'clipboard-list': ClipboardList, contact: Contact, 'credit-card': CreditCard, factory: Factory, 'file-check': FileCheck, 'file-text': FileText, flag: Flag, folder: Folder, 'folder-kanban': FolderKanban, gift: Gift,
  globe: Globe, handshake: Handshake, headset: Headset, landmark: Landmark, 'layout-list': LayoutList, 'life-buoy': LifeBuoy, 'list-todo': ListTodo, mail: Mail, 'map-pin': MapPin,
  megaphone: Megaphone, 'message-square': MessageSquare, 'message-square-text': MessageSquareText, 'messages-square': MessagesSquare, milestone: Milestone, package: Package, phone: Phone, 'phone-call': PhoneCall, receipt: Receipt,
  'receipt-text': ReceiptText, scale: Scale, school: School, 'shield-check': ShieldCheck, 'shopping-cart': ShoppingCart, star: Star, store: Store, tag: Tag, target: Target, ticket: Ticket,
  'trending-up': TrendingUp, truck: Truck, user: User, 'user-round': UserRound, users: Users, 'users-round': UsersRound, wallet: Wallet, wrench: Wrench,
}
export const fallbackIcon: LucideIcon = Box
